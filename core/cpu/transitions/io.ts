/** IN, OUT and their string forms. @source SDM Vol. 2 "IN", "OUT", "INS", "OUTS"; Vol. 1 "I/O Permission Bit Map" */
import { mask } from '../program.ts';
import { GP } from './descriptors.ts';
import { iopl } from './interrupt-flag.ts';
import { PROCESSOR, type Context, type MicroStep, type Transition } from './transition.ts';

const bytes = (c: Context): number => c.i.form.width / 8;
/** The port is in DX or in the instruction; `c.v.value` keeps it. A ring beyond IOPL needs a 0 bit for each byte in the TSS. */
const permission = (port: (c: Context) => bigint): MicroStep => ({ say: 'A ring beyond IOPL may only use ports whose bits in the TSS\'s I/O map are 0',
  run: c => {
    c.v.value = port(c);
    if (c.cpl <= iopl(c)) return;
    const base = c.state.get('TR.base'), limit = c.get('TR.limit');
    const inside = (offset: bigint, size: bigint): void => c.need(offset + size - 1n <= limit, GP, 0n);
    inside(102n, 2n);
    const at = c.load(base + 102n, 2, 'TSS.IOMapBase', PROCESSOR) + (c.v.value >> 3n);
    inside(at, 2n);
    const map = c.load(base + at, 2, 'I/O map', PROCESSOR) >> (c.v.value & 7n);
    c.need((map & mask(bytes(c))) === 0n, GP, 0n);
  } });
const input = (c: Context): bigint => (c.memory.ports?.in(Number(c.v.value), bytes(c)) ?? ~0n) & mask(bytes(c) * 8);
const output = (c: Context, value: bigint): void => c.memory.ports?.out(Number(c.v.value), bytes(c), value);

export const IN: Transition = [permission(c => c.operand(1)),
  { say: 'The accumulator takes what the device answers', run: c => c.setOperand(0, c.compute('port', input(c))) }];
export const OUT: Transition = [permission(c => c.operand(0)),
  { say: 'The device gets the accumulator', run: c => output(c, c.operand(1)) }];

/** One element; with REP, one iteration of it. */
const string = (index: 'RSI' | 'RDI', element: (c: Context, offset: bigint) => void): Transition => [
  { say: 'With REP, RCX counts the elements', when: c => c.i.form.repeat !== undefined, run: c => { c.v.path = part(c, 'RCX') ? 'go' : 'done'; } },
  ...[permission(c => c.get('RDX') & 0xffffn),
    { say: 'One element goes between the port and memory',
      run: (c: Context) => {
        const down = c.rflags >> 10n & 1n, at = part(c, index);
        element(c, at);
        setPart(c, index, at + BigInt(bytes(c)) * (down ? -1n : 1n));
      } }].map(step => ({ ...step, when: (c: Context) => c.v.path !== 'done' })),
  { say: 'The instruction repeats itself until RCX is 0', when: c => c.v.path === 'go',
    run: c => { const left = part(c, 'RCX') - 1n; setPart(c, 'RCX', left); if (left) c.set('RIP', c.here); } },
];
const part = (c: Context, name: 'RCX' | 'RSI' | 'RDI'): bigint => c.get(name) & mask(c.i.form.addressWidth);
const setPart = (c: Context, name: 'RCX' | 'RSI' | 'RDI', value: bigint): void =>
  c.set(name, c.i.form.addressWidth === 16 ? c.get(name) & ~0xffffn | value & 0xffffn : value & mask(c.i.form.addressWidth));
export const INS = string('RDI', (c, at) => {
  const to = c.linear('ES', at, bytes(c), 'write');
  c.check(to, bytes(c), 'write');                                // before the device is asked
  c.store(to, bytes(c), input(c), 'element');
});
export const OUTS = string('RSI', (c, at) => output(c, c.load(c.linear(c.i.segment, at, bytes(c), 'read'), bytes(c), 'element')));
