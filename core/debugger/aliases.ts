/** User aliases and the fixed-name ones, `$u0` to `$u9`: text that stands for other text. */
export class Aliases {
  readonly user = new Map<string, string>();
  readonly fixed = new Map<string, string>();

  /** A line with its aliases replaced; user aliases only as whole words, and not in a line that defines or deletes them. */
  expand(line: string): string {
    let text = line.replace(/\$u([0-9])/g, (name, n: string) => this.fixed.get(n) ?? name);
    if (/^(?:as|aS|ad|al)(?![a-z])/.test(text) || this.user.size === 0) return this.#braced(text);
    text = text.replace(/(^|[\s;"])([^\s;"]+)(?=$|[\s;"])/g, (whole, before: string, word: string) => {
      const value = this.user.get(word);
      return value === undefined ? whole : before + value;
    });
    return this.#braced(text);
  }

  /** `${name}` and its switches: `/d` is it defined, `/f` empty if not, `/n` its name, `/v` left alone. */
  #braced(text: string): string {
    return text.replace(/\$\{(?:\/([dfnv]):)?([^{}]+)\}/g, (whole, switched: string | undefined, name: string) => {
      const value = this.user.get(name) ?? (/^\$u[0-9]$/.test(name) ? this.fixed.get(name[2]!) : undefined);
      if (switched === 'd') return value === undefined ? '0' : '1';
      if (switched === 'f') return value ?? '';
      if (switched === 'n') return value === undefined ? whole : name;
      if (switched === 'v') return whole;
      return value ?? whole;
    });
  }
}
