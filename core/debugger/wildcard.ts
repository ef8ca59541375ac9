/** String wildcards: `*` any run, `?` one character, `[a-f]` a set, `#` zero or more and `+` one or more of what precedes, `\` escapes. */

interface Item {
  readonly test: (c: string) => boolean;
  least: 0 | 1;
  repeats: boolean;
}

function setTest(body: string): (c: string) => boolean {
  const ranges: [string, string][] = [];
  for (let i = 0; i < body.length; i++) {
    if (body[i + 1] === '-' && i + 2 < body.length) {
      ranges.push([body[i]!, body[i + 2]!]);
      i += 2;
    } else ranges.push([body[i]!, body[i]!]);
  }
  return c => ranges.some(([low, high]) => c >= low && c <= high);
}

function compile(pattern: string): readonly Item[] {
  const items: Item[] = [],
    text = pattern.toLowerCase();
  const add = (test: (c: string) => boolean, least: 0 | 1 = 1, repeats = false): void => {
    items.push({ test, least, repeats });
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!,
      last = items.at(-1),
      close = c === '[' ? text.indexOf(']', i + 2) : -1;
    if (c === '*') add(() => true, 0, true);
    else if (c === '?') add(() => true);
    else if (c === '#' && last) {
      last.least = 0;
      last.repeats = true;
    } else if (c === '+' && last) last.repeats = true;
    else if (close > 0) {
      add(setTest(text.slice(i + 1, close)));
      i = close;
    } else if (c === '_' && i === 0) add(d => d === '_', 0, true);
    else {
      const literal = c === '\\' && i + 1 < text.length ? text[++i]! : c;
      add(d => d === literal);
    }
  }
  return items;
}

/** Every item reachable without a character. */
function close(items: readonly Item[], live: boolean[]): void {
  for (let i = 0; i < items.length; i++) if (live[i] && items[i]!.least === 0) live[i + 1] = true;
}

/** Does `pattern` match all of `text`, ignoring case? A leading `_` in the pattern stands for any number of underscores. */
export const matches = (pattern: string, text: string): boolean => matcher(pattern)(text);

/** `matches` for many texts; takes time proportional to both lengths, whatever the pattern. */
export function matcher(pattern: string): (text: string) => boolean {
  const items = compile(pattern);
  return text => {
    let live: boolean[] = [true];
    close(items, live);
    for (const c of text.toLowerCase()) {
      const next: boolean[] = [];
      items.forEach((item, i) => {
        if (!live[i] || !item.test(c)) return;
        next[i + 1] = true;
        if (item.repeats) next[i] = true;
      });
      close(items, next);
      live = next;
      if (!live.some(Boolean)) return false;
    }
    return live[items.length] === true;
  };
}
export const hasWildcard = (text: string): boolean => /[*?[#+]/.test(text);
