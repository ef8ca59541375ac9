/** Descriptor tables: !idt and dg. */
import type { Call, Command } from '../command.ts';
import { gateAt, segmentAt, segmentType, type Gate } from '../descriptors.ts';
import { valueField, pointerField } from '../processes.ts';
import { offsetOf, prcb } from '../pseudo.ts';
import { caret, plain } from '../refusal.ts';
import { addressText, hex, link, pointerText, type Cell } from '../text.ts';

const TASK_GATE = 5;
/** Stubs that every vector without a handler leads to. */
const UNUSED = /!(?:KxUnexpectedInterrupt|KiUnexpectedInterrupt|KiIsrThunk)/;

function interrupts(call: Call): void {
  const { args, target, out } = call;
  const all = args.take(/-a\b/) !== undefined,
    wanted = args.atEnd ? undefined : Number(args.expression() & 0xffn);
  const everything = all || args.take(/-a\b/) !== undefined;
  args.end();
  out.line();
  out.line(`Dumping IDT: ${pointerText(target.register('idtr') ?? 0n, target.bits)}`);
  out.line();
  for (let vector = wanted ?? 0; vector <= (wanted ?? 255); vector++) {
    const gate = gateAt(target, vector);
    if (gate && (gate.present || wanted !== undefined)) vectorLine(call, vector, gate, everything || wanted !== undefined);
  }
  out.line();
}
function vectorLine(call: Call, vector: number, gate: Gate, all: boolean): void {
  const { target, out, debugger: d } = call,
    head = `${hex(vector, 2)}:\t`;
  if (gate.type === TASK_GATE) {
    out.line(head, `Task Selector = 0x${hex(gate.selector, 4)}`);
    return;
  }
  const name = target.symbolText(gate.offset) ?? '',
    object = UNUSED.test(name) || target.bits === 32 ? interruptObject(call, vector, gate) : undefined;
  if (UNUSED.test(name) && object === undefined && !all) return;
  const routine = object === undefined ? gate.offset : (pointerField(d, object, 'KINTERRUPT.ServiceRoutine') ?? gate.offset);
  const text = pointerText(routine, target.bits),
    symbol = target.symbolText(routine);
  const cells: Cell[] = [head, link(text, `u ${target.address(routine)}`), symbol === undefined ? '' : ` ${symbol}`];
  if (object !== undefined)
    cells.push(' (', link(`KINTERRUPT ${pointerText(object, target.bits)}`, `dt nt!_KINTERRUPT ${target.address(object)}`), ')');
  const stack = gate.ist === 0 ? undefined : alternateStack(call, gate.ist);
  if (stack !== undefined) cells.push(`\tStack = 0x${pointerText(stack, target.bits).toUpperCase()}`);
  out.line(...cells);
}
/** The connected KINTERRUPT of a vector: in the PRCB's array on x64, around the gate's code on x86. */
function interruptObject({ debugger: d, target }: Call, vector: number, gate: Gate): bigint | undefined {
  if (target.bits === 64) {
    const base = prcb(d),
      offset = offsetOf(d, 'KPRCB.InterruptObject');
    const object = base === undefined || offset === undefined ? undefined : target.pointer(base + BigInt(offset + vector * 8));
    return object === 0n ? undefined : object;
  }
  const code = offsetOf(d, 'KINTERRUPT.DispatchCode');
  if (code === undefined || target.guest.symbols.moduleAt(gate.offset)) return undefined;
  const object = gate.offset - BigInt(code);
  return valueField(d, object, 'KINTERRUPT.Vector', 4) === BigInt(vector) ? object : undefined;
}
/** Ist[n] of the task state the processor uses. */
function alternateStack({ debugger: d, target }: Call, n: number): bigint | undefined {
  const tss = pointerField(d, d.guest.system.kpcr, 'KPCR.TssBase') ?? segmentAt(target, Number(target.register('tr') ?? 0n))?.base;
  return tss === undefined ? undefined : target.value(tss + 0x1cn + BigInt(8 * n), 8);
}

function selectors(call: Call): void {
  const { args } = call;
  const first = Number(args.expression() & 0xffffn),
    last = args.atEnd ? first : Number(args.expression() & 0xffffn);
  args.end();
  if (last < first || (last - first) / 8 > 256) throw caret('Range', args.consumed);
  selectorHeader(call);
  for (let selector = first; selector <= last; selector = (selector & 0xfff8) + 8) selectorLine(call, selector);
}
function selectorHeader({ out, target }: Call): void {
  if (target.bits === 64) {
    out.line(`${' '.repeat(52)}P Si Gr Pr Lo`);
    out.line('Sel        Base              Limit          Type    l ze an es ng Flags');
    out.line('---- ----------------- ----------------- ---------- - -- -- -- -- --------');
  } else {
    out.line(`${' '.repeat(34)}P Si Gr Pr Lo`);
    out.line('Sel    Base     Limit     Type    l ze an es ng Flags');
    out.line('---- -------- -------- ---------- - -- -- -- -- --------');
  }
}
function selectorLine({ out, target }: Call, selector: number): void {
  const s = segmentAt(target, selector);
  if (!s) throw plain(`Unable to get descriptor for selector ${hex(selector, 4)}`);
  const { bits } = target;
  out.line(
    `${hex(selector, 4)} ${addressText(s.base, bits)} ${addressText(s.limit, bits)} ${segmentType(s).padEnd(10)} ${s.dpl} ${s.big ? 'Bg' : 'Nb'} ${s.pages ? 'Pg' : 'By'} ${s.present ? 'P ' : 'NP'} ${s.long ? 'Lo' : 'Nl'} ${hex(s.attributes, 8)}`,
  );
}

export const TABLES: readonly Command[] = [
  {
    names: ['!idt'],
    syntax: '!idt [vector] [-a]',
    summary: 'The interrupt descriptor table.',
    arguments: ['vector: only that one', '-a: also the ones nobody uses'],
    kind: 'idt',
    run: interrupts,
  },
  {
    names: ['dg'],
    syntax: 'dg first [last]',
    summary: 'Segment descriptors by selector.',
    arguments: ['first, last: selectors or registers, such as 10 or @cs'],
    kind: 'selector',
    run: selectors,
  },
];
