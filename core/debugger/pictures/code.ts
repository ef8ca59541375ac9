/** Code around an address that is not where the machine stands. */
import type { Debugger } from '../debugger.ts';
import { whatRan, type CodeRow } from '../moment.ts';
import { codeRows } from '../moment/code.ts';

export interface CodePicture {
  readonly address: string;
  readonly at: bigint;
  readonly rows: readonly CodeRow[];
}
export function codePicture(d: Debugger, address: bigint): CodePicture {
  const at = d.target.linear(address);
  return { address: d.target.address(at), at, rows: codeRows(d, whatRan(d), at) };
}
export const codeLines = ({ rows }: CodePicture): readonly string[] =>
  rows.flatMap(r => [
    ...(r.label === undefined ? [] : [r.label]),
    `${r.addressText} ${r.bytes.padEnd(15)} ${r.mnemonic.padEnd(7)} ${r.operands}`.trimEnd(),
  ]);
