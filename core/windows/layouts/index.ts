/** Structure layouts of a build, read from its table. */
import type { Field, Layout, Layouts } from '../layout.ts';
import { COMMON_32, COMMON_64 } from './common.ts';
import { WIN10_X64 } from './win10-x64.ts';
import { WIN7_X64 } from './win7-x64.ts';
import { WIN7_X86 } from './win7-x86.ts';
import { WINXP_X86 } from './winxp-x86.ts';

/** On the benches, without an OS, there is only what the processor itself reads. */
const TABLES = {
  'win10-x64': COMMON_64 + WIN10_X64,
  'win7-x64': COMMON_64 + WIN7_X64,
  'win7-x86': COMMON_32 + WIN7_X86,
  'winxp-x86': COMMON_32 + WINXP_X86,
  'bench-x64': COMMON_64,
  'bench-x86': COMMON_32,
} as const;
export type LayoutBuild = keyof typeof TABLES;
export const LAYOUT_BUILDS = Object.keys(TABLES) as readonly LayoutBuild[];

function parse(text: string): Layout[] {
  const layouts: (Layout & { fields: Field[] })[] = [];
  for (const line of text.split('\n')) {
    const head = /^(_\w+) ([0-9a-f]+)$/.exec(line),
      field = /^ {2}([0-9a-f]+) (\S+) +(.+)$/.exec(line);
    if (head) layouts.push({ name: head[1]!, size: parseInt(head[2]!, 16), fields: [] });
    else if (field) layouts.at(-1)!.fields.push({ name: field[2]!, offset: parseInt(field[1]!, 16), type: field[3]! });
    else if (line) throw new Error(`"${line}" is neither a structure nor a field`);
  }
  return layouts;
}

const made = new Map<LayoutBuild, Layouts>();
/** The layouts of a build; read once. */
export function layoutsOf(build: LayoutBuild): Layouts {
  let layouts = made.get(build);
  if (!layouts) made.set(build, (layouts = createLayouts(parse(TABLES[build]))));
  return layouts;
}
/** Layouts of any list of structures. */
export function createLayouts(all: readonly Layout[]): Layouts {
  const byName = new Map(all.map(l => [l.name.slice(1).toLowerCase(), l]));
  const find = (name: string): Layout | undefined => byName.get(name.replace(/^_/, '').toLowerCase());
  /** Paths that were asked for. */
  const known = new Map<string, ReturnType<typeof resolve>>();
  const fieldAt = (path: string): ReturnType<typeof resolve> => {
    if (!known.has(path)) known.set(path, resolve(path));
    return known.get(path);
  };
  /** From the structure to the field a path ends at. */
  const resolve = (path: string): { offset: number; type: string } | undefined => {
    const [first, ...names] = path.split('.');
    let layout = find(first!),
      offset = 0,
      type = layout?.name;
    for (const name of names) {
      const field = layout?.fields.find(f => f.name.toLowerCase() === name.toLowerCase());
      if (!field) return undefined;
      offset += field.offset;
      type = field.type;
      layout = find(type);
    }
    return type === undefined ? undefined : { offset, type };
  };
  return {
    all,
    find,
    type: path => fieldAt(path)?.type,
    offset(path) {
      const field = fieldAt(path);
      if (!field) throw new Error(`${path} is in no layout of this build`);
      return field.offset;
    },
  };
}
