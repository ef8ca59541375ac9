/** The recorded vectors' file format: validated, and with every number and byte string made ready to use. @source test/vectors/FORMAT.md */
import * as v from 'valibot';

const number = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-f]+$/, 'a number is 0x and hex digits'),
  v.transform((text: string) => BigInt(text)),
);
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/, 'bytes are pairs of hex digits'), v.transform(fromHex));
function fromHex(text: string): Uint8Array {
  const out = new Uint8Array(text.length / 2);
  for (let n = 0; n < out.length; n++) out[n] = parseInt(text.slice(2 * n, 2 * n + 2), 16);
  return out;
}
/** `eax` and `rax` are the same register to a vector; so are the two names of RIP and RFLAGS. */
const registerName = (name: string): string => name.toUpperCase().replace(/^E(..|FLAGS)$/, 'R$1');
const registers = v.pipe(
  v.record(v.string(), number),
  v.transform(r => new Map(Object.entries(r).map(([name, value]) => [registerName(name), value]))),
);
const registerNames = v.pipe(
  v.array(v.string()),
  v.transform(names => new Set(names.map(registerName))),
);
const values = v.record(v.string(), number);
/** Addresses are linear in family A, physical in family B. */
const bytesAt = v.array(v.tuple([number, hex]));
const table = v.tuple([number, number]);

const common = {
  id: v.string(),
  asm: v.string(),
  bytes: hex,
  flags_mask: v.optional(number, '0x3e7fd7'),
  ignore: v.optional(registerNames, []),
};
const userSchema = v.object({
  ...common,
  mode: v.picklist([32, 64]),
  init: v.object({ regs: registers, xmm: v.optional(values, {}), mem: v.optional(bytesAt, []), sregs: v.optional(values, {}) }),
  fault: v.optional(
    v.object({ vector: v.number(), error: v.optional(number), cr2: v.optional(number), error_mask: v.optional(number, '0xffffffff') }),
  ),
  final: v.object({ regs: registers, xmm: v.optional(values, {}), mem: v.optional(bytesAt, []) }),
});

const finalSchema = v.object({
  shutdown: v.optional(v.boolean(), false),
  regs: v.optional(registers, {}),
  sregs: v.optional(values, {}),
  msrs: v.optional(values, {}),
  cr: v.optional(values, {}),
  gdtr: v.optional(table),
  idtr: v.optional(table),
  ldtr: v.optional(number),
  dr6: v.optional(number),
  mem: v.optional(bytesAt, []),
});
const systemSchema = v.object({
  ...common,
  note: v.optional(v.string()),
  init: v.object({
    image: v.string(),
    mode: v.picklist(['long64', 'compat32', 'prot32']),
    cpl: v.number(),
    regs: registers,
    sregs: values,
    msrs: values,
    cr: values,
    gdtr: table,
    idtr: table,
    tr: number,
    ldtr: number,
    mem: v.optional(bytesAt, []),
  }),
  final: v.optional(finalSchema),
  reg_mask: v.optional(registers, {}),
  mem_ignore: v.optional(v.array(v.tuple([number, v.number()])), []),
  compare32: v.optional(v.boolean(), false),
  sdm_side: v.optional(v.string()),
});
const imageSchema = v.object({ image: v.string(), mem: bytesAt });

export type UserVector = v.InferOutput<typeof userSchema>;
export type SystemVector = v.InferOutput<typeof systemSchema>;
export type Vector = UserVector | SystemVector;
export type Image = v.InferOutput<typeof imageSchema>;
export type Bytes = UserVector['init']['mem'];

export const isSystem = (x: Vector): x is SystemVector => 'image' in x.init;
/** One line of a vector file. Throws an Error that names the field when it is not a vector. */
export function parseVector(line: string): Vector {
  const raw: unknown = JSON.parse(line),
    init = typeof raw === 'object' && raw !== null && 'init' in raw ? raw.init : undefined;
  return check(typeof init === 'object' && init !== null && 'image' in init ? systemSchema : userSchema, raw, 'vector');
}
export const parseImage = (text: string): Image => check(imageSchema, JSON.parse(text), 'image');

function check<T extends v.GenericSchema>(schema: T, raw: unknown, what: string): v.InferOutput<T> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`not a ${what}: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}
