/** The structure tables against the published layouts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { typeShape, typeSize } from '../../core/debugger/type-size.ts';
import { LAYOUT_BUILDS, layoutsOf, type LayoutBuild } from '../../core/windows/layouts/index.ts';
import type { Field, Layout } from '../../core/windows/layout.ts';

interface Published {
  readonly structure: string;
  readonly size: number;
  readonly fields: (readonly [offset: number, name: string, type: string])[];
}
function published(): Map<LayoutBuild, Published[]> {
  const builds = new Map<LayoutBuild, Published[]>();
  let list: Published[] = [];
  for (const line of readFileSync(new URL('structures.txt', import.meta.url), 'utf8')
    .split('\n')
    .slice(4)) {
    const build = /^= (\S+)$/.exec(line),
      structure = /^(_\w+) ([0-9a-f]+)$/.exec(line),
      field = /^ {2}([0-9a-f]+) (\S+) (.+)$/.exec(line);
    if (build) builds.set(build[1] as LayoutBuild, (list = []));
    else if (structure) list.push({ structure: structure[1]!, size: parseInt(structure[2]!, 16), fields: [] });
    else if (field) list.at(-1)!.fields.push([parseInt(field[1]!, 16), field[2]!, field[3]!]);
  }
  return builds;
}

const SCALARS: Readonly<Record<string, string>> = {
  'unsigned char': 'UChar',
  'unsigned short': 'Uint2B',
  short: 'Int2B',
  'unsigned long': 'Uint4B',
  long: 'Int4B',
  'unsigned long long': 'Uint8B',
  'long long': 'Int8B',
  wchar: 'Wchar',
  void: 'Void',
};
const ENUMERATIONS = /^_(KINTERRUPT_MODE|KINTERRUPT_POLARITY|NT_PRODUCT_TYPE|ALTERNATIVE_ARCHITECTURE_TYPE)$/;
/** Does dt's notation say what the C type says? */
function saysTheSame(c: string, dt: string, pointer: string): boolean {
  const bits = /^bits (\d+)\.\.(\d+)/.exec(c);
  if (bits) {
    const count = Number(bits[2]) - Number(bits[1]) + 1;
    return dt === `Pos ${bits[1]!}, ${count} Bit${count === 1 ? '' : 's'}`;
  }
  const array = /^(.*)\[(\d+)\]$/.exec(c);
  if (array) return dt.startsWith(`[${array[2]!}] `) && saysTheSame(array[1]!, dt.slice(array[2]!.length + 3), pointer);
  if (c.startsWith('ptr ')) return dt.startsWith(`${pointer} `) && saysTheSame(c.slice(4), dt.slice(pointer.length + 1), pointer);
  if (c === 'Enumeration') return ENUMERATIONS.test(dt);
  if (c.startsWith('__unnamed')) return dt === '<unnamed-tag>';
  return dt === (SCALARS[c] ?? c);
}

describe.each([...published()])('%s', (build, structures) => {
  const layouts = layoutsOf(build),
    pointer = build.endsWith('64') ? 'Ptr64' : 'Ptr32';
  test.each(structures)('$structure is what is published', ({ structure, size, fields }) => {
    const layout = layouts.find(structure)!;
    expect(layout.size).toBe(size);
    for (const [offset, name, type] of fields) {
      const ours = layout.fields.find(f => f.name === name);
      expect([name, ours?.offset]).toEqual([name, offset]);
      expect(saysTheSame(type, ours!.type, pointer), `${name}: ${type} and ${ours!.type}`).toBe(true);
    }
  });
});

/**
 * Further offsets, a column per build; "-" where the build has none.
 * @source Microsoft's public type data (Volatility profiles)
 */
const BY_BUILD: readonly (readonly [field: string, ...offsets: string[]])[] = [
  // field                                win10-x64 win7-x64 winxp-x86 win7-x86
  ['KTHREAD.InitialStack', '28', '28', '18', '28'],
  ['KTHREAD.StackLimit', '30', '30', '1c', '2c'],
  ['KTHREAD.StackBase', '38', '278', '168', '190'],
  ['KTHREAD.KernelStack', '58', '38', '28', '30'],
  ['KTHREAD.Header.DebugActive', '3', '3', '-', '3'],
  ['KTHREAD.DebugActive', '-', '-', '2c', '-'],
  ['KTHREAD.GuiThread', '78', '100', '-', 'b8'],
  ['KTHREAD.ServiceTable', '-', '-', 'e0', 'bc'],
  ['KTHREAD.SystemCallNumber', '80', '1f8', '-', '13c'],
  ['KTHREAD.FirstArgument', '88', '1e0', '-', '12c'],
  ['KTHREAD.TrapFrame', '90', '1d8', '134', '128'],
  ['KTHREAD.ApcState', '98', '50', '34', '40'],
  ['KTHREAD.ApcState.UserApcPending', 'c2', '7a', '4a', '56'],
  ['KTHREAD.Teb', 'f0', 'b8', '20', '88'],
  ['KTHREAD.KernelApcDisable', '1e4', '1c4', 'd4', '84'],
  ['KTHREAD.ApcStateIndex', '24a', '1f0', '165', '134'],
  ['KTHREAD.PreviousMode', '232', '1f6', '140', '13a'],
  ['KTHREAD.Win32Thread', '1c8', '270', '130', '18c'],
  ['KTHREAD.Process', '220', '210', '-', '150'],
  ['KTHREAD.State', '184', '164', '2d', '68'],
  ['KTHREAD.WaitReason', '283', '26b', '5b', '187'],
  ['KAPC_STATE.Process', '20', '20', '10', '10'],
  ['KPROCESS.DirectoryTableBase', '28', '28', '18', '18'],
  ['KPROCESS.UserDirectoryTableBase', '388', '-', '-', '-'],
  ['KPROCESS.InstrumentationCallback', '3d8', '100', '-', '-'],
  ['EPROCESS.UniqueProcessId', '440', '180', '84', 'b4'],
  ['EPROCESS.ActiveProcessLinks', '448', '188', '88', 'b8'],
  ['EPROCESS.CreateTime', '468', '168', '70', 'a0'],
  ['EPROCESS.Token', '4b8', '208', 'c8', 'f8'],
  ['EPROCESS.ObjectTable', '570', '200', 'c4', 'f4'],
  ['EPROCESS.SectionBaseAddress', '520', '270', '13c', '12c'],
  ['EPROCESS.InheritedFromUniqueProcessId', '540', '290', '14c', '140'],
  ['EPROCESS.Peb', '550', '338', '1b0', '1a8'],
  ['EPROCESS.Session', '558', '2d8', '170', '168'],
  ['EPROCESS.ImageFileName', '5a8', '2e0', '174', '16c'],
  ['EPROCESS.WoW64Process', '580', '320', '-', '-'],
  ['EPROCESS.VadRoot', '7d8', '448', '11c', '-'],
  ['EPROCESS.Protection', '87a', '-', '-', '-'],
  ['EPROCESS.ThreadListHead', '5e0', '308', '190', '188'],
  ['EPROCESS.ActiveThreads', '5f0', '328', '1a0', '198'],
  ['EPROCESS.SecurityDomain', '9e0', '-', '-', '-'],
  ['ETHREAD.Cid', '478', '3b0', '1ec', '22c'],
  ['ETHREAD.StartAddress', '450', '388', '224', '218'],
  ['ETHREAD.Win32StartAddress', '4d0', '410', '228', '260'],
  ['ETHREAD.ThreadListEntry', '4e8', '420', '22c', '268'],
  ['ETHREAD.ThreadsProcess', '-', '-', '220', '-'],
  ['TEB.NtTib.StackBase', '8', '8', '4', '4'],
  ['TEB.NtTib.StackLimit', '10', '10', '8', '8'],
  ['TEB.NtTib.Self', '30', '30', '18', '18'],
  ['TEB.ClientId', '40', '40', '20', '20'],
  ['TEB.ProcessEnvironmentBlock', '60', '60', '30', '30'],
  ['TEB.LastErrorValue', '68', '68', '34', '34'],
  ['TEB.WOW32Reserved', '100', '100', 'c0', 'c0'],
  ['TEB.GdiBatchCount', '1740', '1740', 'f70', 'f70'],
  ['TEB.DeallocationStack', '1478', '1478', 'e0c', 'e0c'],
  ['PEB.BeingDebugged', '2', '2', '2', '2'],
  ['PEB.ImageBaseAddress', '10', '10', '8', '8'],
  ['PEB.Ldr', '18', '18', 'c', 'c'],
  ['PEB.ProcessParameters', '20', '20', '10', '10'],
  ['PEB.ProcessHeap', '30', '30', '18', '18'],
  ['PEB.KernelCallbackTable', '58', '58', '2c', '2c'],
  ['PEB.OSBuildNumber', '120', '120', 'ac', 'ac'],
  ['PEB_LDR_DATA.InLoadOrderModuleList', '10', '10', 'c', 'c'],
  ['PEB_LDR_DATA.InMemoryOrderModuleList', '20', '20', '14', '14'],
  ['PEB_LDR_DATA.InInitializationOrderModuleList', '30', '30', '1c', '1c'],
  ['LDR_DATA_TABLE_ENTRY.InMemoryOrderLinks', '10', '10', '8', '8'],
  ['LDR_DATA_TABLE_ENTRY.InInitializationOrderLinks', '20', '20', '10', '10'],
  ['LDR_DATA_TABLE_ENTRY.DllBase', '30', '30', '18', '18'],
  ['LDR_DATA_TABLE_ENTRY.SizeOfImage', '40', '40', '20', '20'],
  ['LDR_DATA_TABLE_ENTRY.FullDllName', '48', '48', '24', '24'],
  ['LDR_DATA_TABLE_ENTRY.BaseDllName', '58', '58', '2c', '2c'],
  ['LDR_DATA_TABLE_ENTRY.TimeDateStamp', '80', '80', '44', '44'],
  ['LDR_DATA_TABLE_ENTRY.OriginalBase', 'f8', 'd0', '-', '6c'],
  ['KLDR_DATA_TABLE_ENTRY.BaseDllName', '58', '-', '-', '-'],
  ['KPCR.Prcb.CurrentThread', '188', '188', '-', '-'],
  ['KPCR.PrcbData.CurrentThread', '-', '-', '124', '124'],
  ['KPCR.Prcb.RspBase', '1a8', '1a8', '-', '-'],
  ['KPCR.Prcb.KeSystemCalls', '2eb8', '2238', '-', '-'],
  ['KPCR.PrcbData.KeSystemCalls', '-', '-', '638', '6b0'],
  ['KPRCB.InterruptObject', '3140', '-', '-', '-'],
  ['KPCR.Prcb.UserRspShadow', '9010', '-', '-', '-'],
  ['KINTERRUPT.ServiceRoutine', '18', '18', 'c', 'c'],
  ['KINTERRUPT.DispatchAddress', '50', '50', '20', '28'],
  ['KINTERRUPT.Vector', '58', '58', '24', '2c'],
  ['KINTERRUPT.Irql', '5c', '5c', '28', '30'],
  ['KINTERRUPT.Connected', '5f', '5f', '2b', '33'],
  ['KINTERRUPT.DispatchCode', '-', '90', '3c', '58'],
  ['KTSS.Esp0', '-', '-', '4', '4'],
  ['KTSS.CR3', '-', '-', '1c', '1c'],
  ['KTSS.IoMapBase', '-', '-', '66', '66'],
  ['KTSS64.Rsp0', '4', '4', '-', '-'],
  ['KUSER_SHARED_DATA.SystemCall', '308', '300', '300', '300'],
  ['KSERVICE_TABLE_DESCRIPTOR.Base', '0', '0', '0', '0'],
  ['KSERVICE_TABLE_DESCRIPTOR.Count', '8', '8', '4', '4'],
  ['KSERVICE_TABLE_DESCRIPTOR.Limit', '10', '10', '8', '8'],
  ['KSERVICE_TABLE_DESCRIPTOR.Number', '18', '18', 'c', 'c'],
];
const SIZES: readonly (readonly [structure: string, ...sizes: string[]])[] = [
  ['EPROCESS', 'a40', '4d0', '260', '2c0'],
  ['ETHREAD', '898', '498', '258', '2b8'],
  ['KTHREAD', '430', '360', '1c0', '200'],
  ['TEB', '1838', '1818', 'fb8', 'fe4'],
  ['KTRAP_FRAME', '190', '190', '8c', '8c'],
  ['KPCR', 'b080', '4e80', 'd70', '3748'],
  ['PEB_LDR_DATA', '58', '58', '28', '30'],
  ['LDR_DATA_TABLE_ENTRY', '120', 'e0', '50', '78'],
  ['KSERVICE_TABLE_DESCRIPTOR', '20', '20', '10', '10'],
];
const COLUMNS = ['win10-x64', 'win7-x64', 'winxp-x86', 'win7-x86'] as const;
describe.each(COLUMNS.map((build, column) => ({ build, column })))('$build', ({ build, column }) => {
  const layouts = layoutsOf(build);
  const offset = (path: string): string => {
    try {
      return layouts.offset(path).toString(16);
    } catch {
      return '-';
    }
  };
  test.each(BY_BUILD)('%s', (path, ...offsets) => {
    expect(offset(path)).toBe(offsets[column]);
  });
  test.each(SIZES)('size of %s', (structure, ...sizes) => {
    expect(layouts.find(structure)?.size.toString(16)).toBe(sizes[column]);
  });
});

/** Where fields share bytes on purpose: structure and the offsets at which a union (or a filler that others live in) begins. */
const UNIONS: Readonly<Record<string, string>> = {
  _LARGE_INTEGER: '0',
  _NT_TIB: '10 20',
  _EX_FAST_REF: '0',
  _IO_STATUS_BLOCK: '0',
  _KIDTENTRY64: '0',
  _KGDTENTRY64: '0 8',
  _KPCR: '0',
  _KPRCB: '16 42 312c',
  _KTRAP_FRAME: '28 2a 68 d0 108 110 160',
  _KTHREAD: '40 50 60 74 84 98 a0 d8 130 170 1c4 1c8 1e4 1e8 240 258 2d8 370 3f0',
  _DISPATCHER_HEADER: '0 2',
  _KUSER_SHARED_DATA: '320 3c6',
  _EPROCESS: '160 168 252 4b0',
  _ETHREAD: '1c8 1d0 1dc 208 214 21c 228 438 448 458 530',
  _TEB: '1744',
  _LDR_DATA_TABLE_ENTRY: '3c 40 44 70 78',
  _PEB: '58',
};
const isBits = (f: Field): boolean => typeShape(f.type).kind === 'bits';

describe.each(LAYOUT_BUILDS)('%s: every structure', build => {
  const layouts = layoutsOf(build),
    end = (f: Field): number => f.offset + typeSize(layouts, f.type);
  test.each(layouts.all)('$name: fields lie inside, named once, and share bytes only in unions', (layout: Layout) => {
    const unions = new Set(UNIONS[layout.name]?.split(' ').map(o => parseInt(o, 16))),
      whole = layout.fields.filter(f => !isBits(f)),
      names = layout.fields.map(f => f.name);
    expect(new Set(names).size).toBe(names.length);
    for (const f of whole) {
      expect(f.offset, f.name).toBeLessThan(layout.size);
      expect(end(f), f.name).toBeLessThanOrEqual(layout.size);
      const before = whole.filter(g => g !== f && g.offset <= f.offset && end(g) > f.offset);
      for (const g of before) expect(unions.has(g.offset) || unions.has(f.offset), `${g.name} and ${f.name}`).toBe(true);
    }
  });
  test.each(layouts.all.filter(l => l.fields.some(isBits)))('$name: bit fields of one word do not overlap', layout => {
    const taken = new Map<number, string>();
    for (const f of layout.fields.filter(isBits)) {
      const shape = typeShape(f.type);
      if (shape.kind !== 'bits') continue;
      for (let bit = 0; bit < shape.count; bit++) {
        const at = f.offset * 8 + shape.position + bit;
        expect(at).toBeLessThan(layout.size * 8);
        expect(taken.get(at), f.name).toBeUndefined();
        taken.set(at, f.name);
      }
    }
  });
  test('fields are in order', () => {
    for (const layout of layouts.all) {
      const offsets = layout.fields.filter(f => f.name !== 'Alignment' && f.name !== 'QuadPart').map(f => f.offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    }
  });
});

test('names are found with or without underscore, ignoring case; what is not there is said', () => {
  const layouts = layoutsOf('win10-x64');
  expect(layouts.find('kthread')).toBe(layouts.find('_KTHREAD'));
  expect(layouts.find('_KNOTHING')).toBeUndefined();
  expect(() => layouts.offset('KTHREAD.ServiceTable')).toThrow('KTHREAD.ServiceTable');
});
