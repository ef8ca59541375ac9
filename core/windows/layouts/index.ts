/** Structure layouts of a build, read from its table. */
import type { Field, Layout, Layouts } from '../layout.ts';
import { WIN10_X64 } from './win10-x64.ts';
import { WIN7_X64 } from './win7-x64.ts';
import { WIN7_X86 } from './win7-x86.ts';
import { WINXP_X86 } from './winxp-x86.ts';

/** Structures every build shares, which the tables name in their fields. */
const COMMON: Readonly<Record<32 | 64, string>> = {
  64: `_LIST_ENTRY 10\n  000 Flink Ptr64 _LIST_ENTRY\n  008 Blink Ptr64 _LIST_ENTRY\n_UNICODE_STRING 10\n  000 Length Uint2B\n  002 MaximumLength Uint2B\n  008 Buffer Ptr64 Wchar\n`
    + `_KSERVICE_TABLE_DESCRIPTOR 20\n  000 Base Ptr64 Int4B\n  008 Count Ptr64 Uint4B\n  010 Limit Uint4B\n  018 Number Ptr64 UChar\n`,
  32: `_LIST_ENTRY 8\n  000 Flink Ptr32 _LIST_ENTRY\n  004 Blink Ptr32 _LIST_ENTRY\n_UNICODE_STRING 8\n  000 Length Uint2B\n  002 MaximumLength Uint2B\n  004 Buffer Ptr32 Wchar\n`
    + `_KSERVICE_TABLE_DESCRIPTOR 10\n  000 Base Ptr32 Ptr32 Void\n  004 Count Ptr32 Uint4B\n  008 Limit Uint4B\n  00c Number Ptr32 UChar\n`,
};
const TABLES = { 'win10-x64': [WIN10_X64, 64], 'win7-x64': [WIN7_X64, 64], 'win7-x86': [WIN7_X86, 32], 'winxp-x86': [WINXP_X86, 32] } as const;
export type LayoutBuild = keyof typeof TABLES;

function parse(text: string): Layout[] {
  const layouts: (Layout & { fields: Field[] })[] = [];
  for (const line of text.split('\n')) {
    const head = /^(_\w+) ([0-9a-f]+)$/.exec(line), field = /^ {2}([0-9a-f]+) (\S+) (.+)$/.exec(line);
    if (head) layouts.push({ name: head[1]!, size: parseInt(head[2]!, 16), fields: [] });
    else if (field) layouts.at(-1)!.fields.push({ name: field[2]!, offset: parseInt(field[1]!, 16), type: field[3]! });
  }
  return layouts;
}

const made = new Map<LayoutBuild, Layouts>();
/** The layouts of a build; read once. */
export function layoutsOf(build: LayoutBuild): Layouts {
  let layouts = made.get(build);
  if (!layouts) made.set(build, layouts = createLayouts(parse(COMMON[TABLES[build][1]] + TABLES[build][0])));
  return layouts;
}
function createLayouts(all: readonly Layout[]): Layouts {
  const byName = new Map(all.map(l => [l.name.slice(1).toLowerCase(), l]));
  const find = (name: string): Layout | undefined => byName.get(name.replace(/^_/, '').toLowerCase());
  return {
    all,
    find,
    offset(path) {
      const [first, ...names] = path.split('.');
      let layout = find(first!), offset = 0;
      for (const name of names) {
        const field = layout?.fields.find(f => f.name.toLowerCase() === name.toLowerCase());
        if (!field) throw new Error(`${path} is in no layout of this build`);
        offset += field.offset;
        layout = find(field.type);
      }
      return offset;
    },
  };
}
