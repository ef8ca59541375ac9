/** A mistake in how a command was called: the message is all the person needs. */
export class UsageError extends Error {}

/** `--set name=value`, repeatable. */
export function parseSwitches(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map(text => {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`--set takes name=value, not "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)] as const;
    }),
  );
}
