/** Parameters of an exercise, drawn from the seed: pure, and the same everywhere. */
import { assemble } from '../asm/assemble.ts';
import { THIS_IMAGE, type Named } from '../asm/expression.ts';
import { Random } from '../machine/random.ts';
import type { Guest, ServiceEntry } from '../windows/guest.ts';
import type { StartPatch } from '../machine/scenario.ts';
import { success, type Result } from '../problem.ts';
import { buildGuest } from '../windows/machines.ts';
import { refOf, type PlacedPatch } from './exercise-machines.ts';
import { evaluate, evaluateNumber, paramsOf } from './expr.ts';
import { NoValue } from './expr-world.ts';
import { mustParse, type Exercise } from './pack.ts';
import type { Place } from './pack-problem.ts';
import type { ParamFile, PatchFile } from './pack-schema.ts';
import { variantOf } from './pool.ts';
import { Reference } from './reference.ts';
import { ReferenceRun } from './reference-run.ts';
import { References } from './references.ts';
import { Rewind } from './rewind.ts';
import { drawSeed } from './seeds.ts';

/** A `where` that nothing meets: the author's mistake, found when the pack is proved. */
export class Unsolvable extends Error {
  readonly param: string;
  constructor(param: string) {
    super(`no value of ${param} meets its "where"`);
    this.param = param;
  }
}
/** A change to a machine that it has no place for. */
export class BadStart extends Error {
  readonly place: Place;
  constructor(place: Place, message: string) {
    super(message);
    this.place = place;
  }
}

/**
 * Draw every parameter of `exercise`, in order, into `references`, and begin where its machines say. Parameters that their `start` speaks
 * of, and those before them, see the machines as built; the others see them as they start.
 * @throws Unsolvable, BadStart, NoValue
 */
export function drawParams(exercise: Exercise, seed: string, references: References): void {
  const names = Object.keys(exercise.file.params),
    all = new Set(names),
    patches = [...exercise.machines.values()].flatMap(m => m.start.map(p => p.patch)),
    spoken = patches.flatMap(p => startExpressions(p).flatMap(text => [...paramsOf(mustParse(text, all))])),
    drawnFirst = Math.max(-1, ...spoken.map(name => names.indexOf(name))) + 1;
  draw(exercise, names.slice(0, drawnFirst), seed, references);
  for (const [name, { start }] of exercise.machines) if (start.length) begin(start, all, references.of(name));
  draw(exercise, names.slice(drawnFirst), seed, references);
}
/** @throws BadStart where the machine has no such register, MSR or memory, or the code cannot be assembled */
function begin(start: readonly PlacedPatch[], params: ReadonlySet<string>, reference: Reference): void {
  const patches = start.map(({ patch, place }) => {
    try {
      return patchOf(patch, params, reference);
    } catch (e) {
      if (!(e instanceof NoValue)) throw e;
      throw new BadStart(place, e.message);
    }
  });
  const refused = reference.begin(patches);
  if (refused) throw new BadStart(start[refused.index]!.place, refused.why);
}
/** An exercise's reference runs: parameters drawn, the machines started as the exercise says. @problems those of buildGuest @throws Unsolvable, BadStart, NoValue */
export function referencesFor(whole: Exercise, seed: string): Result<References> {
  const exercise = variantOf(whole, seed),
    runs: ReferenceRun[] = [];
  for (const machine of exercise.machines.values()) {
    const built = buildGuest(refOf(machine, exercise.id, seed));
    if (!built.ok) return built;
    runs.push(new ReferenceRun(new Rewind(built.value)));
  }
  const references = new References(exercise, seed, (ref, params, slot) => new Reference(ref, { run: runs[slot]!, params }));
  drawParams(exercise, seed, references);
  return success(references);
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
  if ('asm' in p) return { address: value(p.at), bytes: assembled(p.asm, value(p.at), reference.guest) };
  const number = value(p.is);
  return { address: value(p.at), bytes: Array.from({ length: p.bytes }, (_, n) => Number((number >> BigInt(n * 8)) & 0xffn)) };
}
/** @throws NoValue where the text cannot be assembled there */
export function assembled(text: string, origin: bigint, guest: Guest): number[] {
  const named = (name: string): Named | undefined => {
    const found = guest.symbols.find(name);
    return found && { value: found.address, label: THIS_IMAGE };
  };
  const made = assemble(text, { origin, bits: guest.build.bits, names: named });
  if (!made.ok) throw new NoValue(`line ${made.problems[0]!.line}: ${made.problems[0]!.message}`);
  return [...made.value.bytes];
}

function draw(exercise: Exercise, names: readonly string[], seed: string, references: References): void {
  const all = Object.keys(exercise.file.params);
  for (const name of names) {
    const param = exercise.file.params[name]!,
      known = new Set(all.slice(0, all.indexOf(name)));
    const random = new Random(`${drawSeed(exercise, seed)}/${exercise.id}/${name}`),
      reference = references.of('on' in param ? param.on : undefined);
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
