/** Parameters of an exercise, drawn from the seed: pure, and the same everywhere. */
import { Random } from '../machine/random.ts';
import type { ServiceEntry } from '../windows/guest.ts';
import type { MachineRef, StartPatch } from '../machine/scenario.ts';
import { success, type Result } from '../problem.ts';
import { buildGuest } from '../windows/machines.ts';
import { evaluate, evaluateNumber, paramsOf } from './expr.ts';
import { mustParse, type Exercise } from './pack.ts';
import type { ParamFile, PatchFile } from './pack-schema.ts';
import { variantOf } from './pool.ts';
import { Reference } from './reference.ts';
import { ReferenceRun } from './reference-run.ts';
import { Rewind } from './rewind.ts';

/** A `where` that nothing meets: the author's mistake, found when the pack is proved. */
export class Unsolvable extends Error {
  readonly param: string;
  constructor(param: string) {
    super(`no value of ${param} meets its "where"`);
    this.param = param;
  }
}
/** A change to the machine that it has no place for. */
export class BadStart extends Error {
  readonly index: number;
  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/**
 * Draw every parameter of `exercise`, in order, into `reference`, and begin where `machine.start` says. Parameters that it speaks of, and
 * those before them, see the machine as built; the others see it as it starts.
 * @throws Unsolvable
 */
export function drawParams(exercise: Exercise, seed: string, reference: Reference): void {
  const { params, machine } = exercise.file,
    names = Object.keys(params),
    all = new Set(names),
    spoken = machine.start.flatMap(p => startExpressions(p).flatMap(text => [...paramsOf(mustParse(text, all))])),
    drawnFirst = Math.max(-1, ...spoken.map(name => names.indexOf(name))) + 1;
  draw(exercise, names.slice(0, drawnFirst), seed, reference);
  if (machine.start.length) begin(machine.start, all, reference);
  draw(exercise, names.slice(drawnFirst), seed, reference);
}
/** @throws BadStart where the machine has no such register, MSR or memory */
function begin(start: readonly PatchFile[], params: ReadonlySet<string>, reference: Reference): void {
  const patches = start.map(p => patchOf(p, params, reference)),
    refused = reference.begin(patches);
  if (refused) throw new BadStart(refused.index, refused.why);
}
/** An exercise's reference run: parameters drawn, the machine started as the exercise says. @problems those of buildGuest @throws Unsolvable, BadStart, NoValue */
export function referenceFor(exercise: Exercise, ref: MachineRef): Result<Reference> {
  const built = buildGuest(ref);
  if (!built.ok) return built;
  const reference = new Reference(ref, new ReferenceRun(new Rewind(built.value)));
  drawParams(variantOf(exercise, ref.seed), ref.seed, reference);
  return success(reference);
}
export const startExpressions = (p: PatchFile): string[] => [...('at' in p ? [p.at] : []), ...('is' in p ? [p.is] : [])];
function patchOf(p: PatchFile, params: ReadonlySet<string>, reference: Reference): StartPatch {
  const value = (text: string): bigint => evaluateNumber(mustParse(text, params), reference);
  if ('reg' in p) return { register: p.reg, value: value(p.is) };
  if ('msr' in p) return { msr: p.msr, value: value(p.is) };
  if ('code' in p)
    return {
      address: value(p.at),
      bytes: p.code
        .trim()
        .split(/ +/)
        .map(b => parseInt(b, 16)),
    };
  const number = value(p.is);
  return { address: value(p.at), bytes: Array.from({ length: p.bytes }, (_, n) => Number((number >> BigInt(n * 8)) & 0xffn)) };
}

function draw(exercise: Exercise, names: readonly string[], seed: string, reference: Reference): void {
  const all = Object.keys(exercise.file.params);
  for (const name of names) {
    const param = exercise.file.params[name]!,
      known = new Set(all.slice(0, all.indexOf(name)));
    const random = new Random(`${seed}/${exercise.id}/${name}`);
    const others = new Set(known);
    known.add(name);
    if ('by' in param) throw new Error(`${exercise.id}: parameters are drawn for one variant of the pool`);
    if ('value' in param) {
      reference.setParam(name, evaluateNumber(mustParse(param.value, others), reference));
      continue;
    }
    const where = 'where' in param && param.where !== undefined ? mustParse(param.where, known) : undefined;
    const meets = (value: bigint): boolean => {
      reference.setParam(name, value);
      return where === undefined || evaluate(where, reference) === true;
    };
    const candidates = valuesOf(param, reference.guest.services).filter(meets);
    if (candidates.length === 0) throw new Unsolvable(name);
    reference.setParam(name, random.pick(candidates));
  }
}
function valuesOf(param: Exclude<ParamFile, { value: string } | { by: unknown }>, services: readonly ServiceEntry[]): bigint[] {
  if ('pick' in param) return services.filter(s => s.table === param.from && !param.not?.includes(s.name)).map(s => BigInt(s.number));
  if ('choose' in param) return param.choose.map(BigInt);
  const [low, high, step] = param.int;
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, n) => BigInt(low + n * step));
}
