/** A table's answer as one text: `id=value`, a line for each row. */
export const joinRows = (ids: readonly string[], rows: Readonly<Record<string, string>>): string =>
  ids.map(id => `${id}=${(rows[id] ?? '').trim()}`).join('\n');
export function splitRows(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').map(line => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)]),
  );
}
