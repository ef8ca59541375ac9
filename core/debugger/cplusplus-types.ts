/** What the C++ evaluator knows of types: names, sizes' ranks, typed pseudo-registers. */
import type { TypeShape } from './type-size.ts';
import { u64 } from './text.ts';

/** A value with its type in dt's notation; `address` where it lies in memory. */
export interface Typed {
  readonly type: string;
  /** For structures, the address. */
  readonly value: bigint;
  readonly address?: bigint;
}

/** C++ names of scalars -> dt's. */
export const NAMES: Readonly<Record<string, string>> = {
  char: 'Char',
  'unsigned char': 'UChar',
  uchar: 'UChar',
  byte: 'UChar',
  bool: 'Bool',
  short: 'Int2B',
  'unsigned short': 'Uint2B',
  ushort: 'Uint2B',
  word: 'Uint2B',
  wchar_t: 'Wchar',
  int: 'Int4B',
  'unsigned int': 'Uint4B',
  long: 'Int4B',
  'unsigned long': 'Uint4B',
  ulong: 'Uint4B',
  dword: 'Uint4B',
  __int64: 'Int8B',
  'unsigned __int64': 'Uint8B',
  int64: 'Int8B',
  'unsigned int64': 'Uint8B',
  'long long': 'Int8B',
  'unsigned long long': 'Uint8B',
  ulonglong: 'Uint8B',
  ulong64: 'Uint8B',
  uint64_t: 'Uint8B',
  ulong_ptr: 'Uint8B',
  size_t: 'Uint8B',
  void: 'Void',
};
/** How `??` names a scalar. */
export const SPELLED: Readonly<Record<string, string>> = {
  Char: 'char',
  UChar: 'unsigned char',
  Bool: 'bool',
  Int2B: 'short',
  Uint2B: 'unsigned short',
  Wchar: 'wchar_t',
  WChar: 'wchar_t',
  Int4B: 'long',
  Uint4B: 'unsigned long',
  Int8B: 'int64',
  Uint8B: 'unsigned int64',
  Float: 'float',
  Double: 'double',
  Void: 'void',
  int: 'int',
};
/** Pseudo-registers the C++ evaluator knows the type of. */
export const TYPED_PSEUDO: Readonly<Record<string, string>> = {
  $proc: '_EPROCESS',
  $thread: '_ETHREAD',
  $teb: '_TEB',
  $peb: '_PEB',
  $pcr: '_KPCR',
  $prcb: '_KPRCB',
};
const RANK = ['int', 'Int4B', 'Uint4B', 'Int8B', 'Uint8B'];
export const widest = (a: string, b: string): string => RANK[Math.max(RANK.indexOf(a), RANK.indexOf(b), 0)]!;
export function loaded(shape: TypeShape, value: bigint): bigint {
  if (shape.kind === 'bits') return BigInt.asUintN(shape.count, value >> BigInt(shape.position));
  if (shape.kind === 'scalar' && shape.signed) return u64(BigInt.asIntN(shape.size * 8, value));
  return value;
}
