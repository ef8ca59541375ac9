/** Tab: commands, symbols, types and registers that a word can become. */
import { COMMANDS } from './commands/index.ts';
import type { Debugger } from './debugger.ts';
import { registerNames } from './registers.ts';

export interface CompletionItem {
  readonly text: string;
  readonly detail: string;
}
export interface Completion {
  /** Index in the line where the items begin. */
  readonly from: number;
  readonly items: readonly CompletionItem[];
}
const LIMIT = 200;

export function complete(d: Debugger, line: string, caretAt: number): Completion {
  const before = line.slice(0, caretAt),
    word = /[A-Za-z0-9_$@.!?*~]*$/.exec(before)![0],
    from = caretAt - word.length;
  const first = /(?:^|[;{])\s*$/.test(before.slice(0, from));
  const items = first || /^[.!]/.test(word) ? commandItems(word) : wordItems(d, before, word);
  const rest = first && items.length === 0 ? symbolItems(d, word) : items;
  return { from, items: rest.slice(0, LIMIT) };
}

function commandItems(word: string): CompletionItem[] {
  const lower = word.toLowerCase();
  return COMMANDS.flatMap(c => c.names.map(text => ({ text, detail: c.summary })))
    .filter(item => item.text.toLowerCase().startsWith(lower))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}
function wordItems(d: Debugger, before: string, word: string): CompletionItem[] {
  if (word.startsWith('@') || /(?:^|;)\s*r\s+[^;]*$/i.test(before)) return registerItems(d, word);
  const type = /(?:^|;)\s*dt\s+(?:-\w+\s+)*((?:\w+!)?_\w+)\s+(?:[\w.]+\s+)*\w*$/i.exec(before)?.[1];
  if (type !== undefined) return fieldItems(d, type, word);
  if (/(?:^|;)\s*dt\s/i.test(before)) return typeItems(d, word);
  return symbolItems(d, word);
}
function registerItems(d: Debugger, word: string): CompletionItem[] {
  const at = word.startsWith('@') ? '@' : '',
    name = word.slice(at.length).toLowerCase();
  return [...registerNames(d.target.bits), ...d.pseudo.names]
    .filter(r => r.startsWith(name))
    .map(r => ({ text: at + r, detail: r.startsWith('$') ? 'pseudo-register' : 'register' }));
}
function typeItems(d: Debugger, word: string): CompletionItem[] {
  const bang = word.indexOf('!'),
    prefix = word.slice(0, bang + 1),
    name = word.slice(bang + 1).toLowerCase();
  return d.guest.layouts.all
    .filter(l => l.name.toLowerCase().startsWith(name))
    .map(l => ({ text: prefix + l.name, detail: `${l.size.toString(16)}h bytes` }));
}
function fieldItems(d: Debugger, type: string, word: string): CompletionItem[] {
  const layout = d.guest.layouts.find(type.replace(/^\w+!/, '')),
    lower = word.toLowerCase();
  return (layout?.fields ?? [])
    .filter(f => f.name.toLowerCase().startsWith(lower))
    .map(f => ({ text: f.name, detail: `+${f.offset.toString(16)}h ${f.type}` }));
}
function symbolItems(d: Debugger, word: string): CompletionItem[] {
  const bang = word.indexOf('!'),
    { symbols } = d.guest;
  if (word === '') return [];
  const found = bang < 0 ? symbols.matching('*', `${word}*`) : symbols.matching(word.slice(0, bang), `${word.slice(bang + 1)}*`);
  const modules =
    bang < 0 ? symbols.modules.filter(m => m.name.startsWith(word.toLowerCase())).map(m => ({ text: `${m.name}!`, detail: 'module' })) : [];
  return [...modules, ...found.map(s => ({ text: `${s.module}!${s.name}`, detail: s.kind }))];
}
