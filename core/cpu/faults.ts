/** The exceptions: what they are called, and what a second one during the delivery of a first means. @source SDM Vol. 3 "Exception and Interrupt Reference" */

/** `class`: a fault returns to the instruction, a trap to the next one. `pair`: its part in making a double fault. */
export interface Exception {
  readonly vector: number;
  readonly mnemonic: string;
  readonly title: string;
  readonly class: 'fault' | 'trap' | 'abort';
  readonly pair: 'benign' | 'contributory' | 'page fault' | 'double fault';
  readonly errorCode: boolean;
}
const exception = (
  vector: number, mnemonic: string, title: string, kind: Exception['class'] = 'fault', pair: Exception['pair'] = 'benign', errorCode = false,
): Exception => ({ vector, mnemonic, title, class: kind, pair, errorCode });

export const EXCEPTIONS: readonly Exception[] = [
  exception(0, '#DE', 'divide error', 'fault', 'contributory'),
  exception(1, '#DB', 'debug', 'trap'),
  exception(2, 'NMI', 'non-maskable interrupt', 'trap'),
  exception(3, '#BP', 'breakpoint', 'trap'),
  exception(4, '#OF', 'overflow', 'trap'),
  exception(5, '#BR', 'bound range exceeded'),
  exception(6, '#UD', 'invalid opcode'),
  exception(7, '#NM', 'device not available'),
  exception(8, '#DF', 'double fault', 'abort', 'double fault', true),
  exception(10, '#TS', 'invalid TSS', 'fault', 'contributory', true),
  exception(11, '#NP', 'segment not present', 'fault', 'contributory', true),
  exception(12, '#SS', 'stack-segment fault', 'fault', 'contributory', true),
  exception(13, '#GP', 'general protection', 'fault', 'contributory', true),
  exception(14, '#PF', 'page fault', 'fault', 'page fault', true),
  exception(16, '#MF', 'x87 floating-point error'),
  exception(17, '#AC', 'alignment check', 'fault', 'benign', true),
  exception(18, '#MC', 'machine check', 'abort'),
  exception(19, '#XM', 'SIMD floating-point error'),
];
const BY_VECTOR = new Map(EXCEPTIONS.map(e => [e.vector, e]));
export const exceptionNumbered = (vector: number): Exception | undefined => BY_VECTOR.get(vector);

/** What the processor does with fault `second` met while delivering exception `first`. */
export function secondFault(first: number, second: number): 'deliver' | 'double fault' | 'shutdown' {
  const a = BY_VECTOR.get(first)?.pair ?? 'benign', b = BY_VECTOR.get(second)?.pair ?? 'benign';
  if (a === 'double fault') return b === 'benign' ? 'deliver' : 'shutdown';
  const makesDouble = (a === 'contributory' && b === 'contributory') || (a === 'page fault' && b !== 'benign');
  return makesDouble ? 'double fault' : 'deliver';
}
