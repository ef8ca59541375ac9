/** The processes and threads of the guest, as its own lists say. */
import type { Debugger } from './debugger.ts';
import { offsetOf } from './pseudo.ts';
import { readString } from './strings.ts';

export interface ProcessRow {
  readonly address: bigint;
  readonly id: bigint;
  readonly parent: bigint;
  readonly peb: bigint;
  readonly directory: bigint;
  readonly objectTable: bigint;
  readonly image: string;
}
const LIMIT = 512;

/** Every element of a doubly linked list, as the address of the structure it lies in. */
export function listOf(d: Debugger, head: bigint, offset: number): bigint[] {
  const { target } = d,
    found: bigint[] = [];
  for (
    let at = target.pointer(head);
    at !== undefined && at !== 0n && at !== target.linear(head) && found.length < LIMIT;
    at = target.pointer(at)
  )
    found.push(target.linear(at - BigInt(offset)));
  return found;
}
export function pointerField(d: Debugger, base: bigint, path: string): bigint | undefined {
  const offset = offsetOf(d, path);
  return offset === undefined ? undefined : d.target.pointer(base + BigInt(offset));
}
export function valueField(d: Debugger, base: bigint, path: string, size: number): bigint | undefined {
  const offset = offsetOf(d, path);
  return offset === undefined ? undefined : d.target.value(base + BigInt(offset), size);
}
export function describeProcess(d: Debugger, address: bigint): ProcessRow {
  const pointer = (path: string): bigint => pointerField(d, address, path) ?? 0n,
    name = offsetOf(d, 'EPROCESS.ImageFileName');
  return {
    address,
    id: pointer('EPROCESS.UniqueProcessId'),
    parent: pointer('EPROCESS.InheritedFromUniqueProcessId'),
    peb: pointer('EPROCESS.Peb'),
    directory: pointer('KPROCESS.DirectoryTableBase'),
    objectTable: pointer('EPROCESS.ObjectTable'),
    image: name === undefined ? '' : (readString(d.target, address + BigInt(name), 1, 15) ?? ''),
  };
}
/** In the order of nt!PsActiveProcessHead; the current one alone where there is no such list. */
export function processes(d: Debugger): readonly ProcessRow[] {
  const head = d.target.symbol('nt!PsActiveProcessHead'),
    links = offsetOf(d, 'EPROCESS.ActiveProcessLinks');
  const listed = head === undefined || links === undefined ? [] : listOf(d, head, links);
  const all = listed.length > 0 || d.guest.system.process === 0n ? listed : [d.guest.system.process];
  return all.map(address => describeProcess(d, address));
}
/** ETHREADs of a process. */
export function threads(d: Debugger, process: bigint): readonly bigint[] {
  const head = offsetOf(d, 'EPROCESS.ThreadListHead'),
    entry = offsetOf(d, 'ETHREAD.ThreadListEntry');
  const listed = head === undefined || entry === undefined ? [] : listOf(d, process + BigInt(head), entry);
  return listed.length > 0 || process !== d.guest.system.process || d.guest.system.thread === 0n ? listed : [d.guest.system.thread];
}
