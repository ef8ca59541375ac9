/** A typed line taken apart: prompts pasted with it, commands between semicolons, blocks in braces. */

export interface Piece {
  readonly text: string;
  /** Index in the line. */
  readonly at: number;
}

const PROMPT = /^\s*(?:(?:\d+:\s*)?l?kd(?::x86)?|\d+:\d{3}(?::x86)?|32\.kd)>\s?/;
export const stripPrompt = (line: string): string => line.replace(PROMPT, '');

/** Commands whose parentheses protect semicolons. */
const CONTROL = /^\s*\.(?:if|elsif|else|for|foreach|while|do|block|catch)\b/i;
/** Commands that take the rest of the line, semicolons and all. */
const GREEDY = /^\s*(?:\*|a[sS](?!m)\s+(?!\/)|\$<|\$><)/;

/** Commands of a line, without the semicolons; comments are commands too. */
export function splitCommands(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at <= line.length) {
    const end = commandEnd(line, at);
    const text = line.slice(at, end);
    if (text.trim() !== '') {
      const blank = text.length - text.trimStart().length;
      pieces.push({ text: text.slice(blank), at: at + blank });
    }
    at = line[end] === ';' || end >= line.length ? end + 1 : end;
  }
  return pieces;
}

function commandEnd(line: string, start: number): number {
  const head = line.slice(start);
  if (GREEDY.test(head)) return line.length;
  if (/^\s*\$\$(?![<>])/.test(head)) return indexOr(line, ';', start);
  const control = CONTROL.test(head),
    jump = /^\s*j\b/i.test(head);
  if (jump) return line.length;
  let parentheses = 0,
    braces = 0;
  for (let i = start; i < line.length; i++) {
    const c = line[i];
    if (c === '"') i = closingQuote(line, i);
    else if (c === '{') braces++;
    else if (c === '}') {
      braces = Math.max(0, braces - 1);
      if (braces === 0 && control && parentheses === 0 && !continues(line, i + 1)) return i + 1;
    } else if (control && c === '(') parentheses++;
    else if (control && c === ')') parentheses = Math.max(0, parentheses - 1);
    else if (c === ';' && braces === 0 && parentheses === 0) return i;
  }
  return line.length;
}
/** Does a control command go on after a closing brace: `.else`, another block, a condition? */
const continues = (line: string, at: number): boolean => /^\s*(?:\.else\b|\.elsif\b|[{(]|$)/i.test(line.slice(at, at + 200));
const indexOr = (line: string, text: string, from: number): number => {
  const found = line.indexOf(text, from);
  return found < 0 ? line.length : found;
};
/** Index of the quote that closes the one at `open`, or of the last character. */
export function closingQuote(line: string, open: number): number {
  for (let i = open + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === '"') return i;
  }
  return line.length - 1;
}

/** Index of the bracket that closes the one at `open`, quotes respected; undefined where none does. */
export function closing(text: string, open: number): number | undefined {
  const pair = text[open] === '{' ? '}' : ')';
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = closingQuote(text, i);
    else if (c === text[open]) depth++;
    else if (c === pair && --depth === 0) return i;
  }
  return undefined;
}
