/** The machines of an exercise: each a built-in one, with what the pack and the exercise change about it. */
import type { MachineRef } from '../machine/scenario.ts';
import { MACHINES, switchOf } from '../windows/machines.ts';
import { packProblem, startOf, type PackProblem, type Place } from './pack-problem.ts';
import { machineSchema, type ExerciseFile, type MachineFile, type PackMachineFile, type PatchFile } from './pack-schema.ts';
import { machineSeed } from './seeds.ts';
import { readYaml, type Path, type YamlFile } from './yaml.ts';

/** A change to a machine, and where it is written. */
export interface PlacedPatch {
  readonly patch: PatchFile;
  readonly place: Place;
}
export interface ExerciseMachine {
  /** A built-in machine's name. */
  readonly base: string;
  readonly seed: MachineFile['seed'];
  readonly set: MachineRef['set'];
  /** Those of machines/*.yml first. */
  readonly start: readonly PlacedPatch[];
  /** Members of the pool that have it; all where it does not say. */
  readonly in?: readonly string[] | undefined;
}
export type ExerciseMachines = ReadonlyMap<string, ExerciseMachine>;
/** machines/*.yml by name. */
export type PackMachines = ReadonlyMap<string, YamlFile<PackMachineFile>>;
/** What the one machine of an exercise is called where somebody has to call it something. */
const ONLY = 'machine';

const fileOf = (name: string): string => `machines/${name}.yml`;
export function readMachines(files: ReadonlyMap<string, string>, problems: PackProblem[]): PackMachines {
  const machines = new Map<string, YamlFile<PackMachineFile>>();
  for (const [file, text] of files) {
    const name = /^machines\/([^/]+)\.yml$/.exec(file)?.[1];
    if (name === undefined) continue;
    if (!/^[a-z0-9][a-z0-9-]{0,47}$/.test(name)) problems.push(packProblem('schema-id', startOf(file), { path: name }));
    if (Object.hasOwn(MACHINES, name)) problems.push(packProblem('machine-name', startOf(fileOf(name)), { name }));
    const read = readYaml(file, text, machineSchema, problems);
    if (!read) continue;
    machines.set(name, read);
    checkBase(read.value.base, new Map(), read, ['base'], problems);
    checkSwitches(read.value.base, read.value.set, read, ['set'], problems);
  }
  return machines;
}

/** `machine:` or each of `machines:`, with its path in exercise.yml. */
export function machineEntries({ machine, machines }: ExerciseFile): readonly (readonly [name: string, path: Path, file: MachineFile])[] {
  return machine
    ? [[ONLY, ['machine'], machine]]
    : Object.entries(machines ?? {}).map(([name, file]) => [name, ['machines', name], file] as const);
}
/** Everything that may be wrong with them is said; what is wrong is left out. */
export function exerciseMachines(exercise: YamlFile<ExerciseFile>, known: PackMachines, problems: PackProblem[]): ExerciseMachines {
  const { value, at } = exercise,
    found = new Map<string, ExerciseMachine>();
  if ((value.machine === undefined) === (value.machines === undefined)) problems.push(packProblem('machine-one', at(['machine'])));
  for (const [name, path, file] of machineEntries(value)) {
    const below = known.get(file.base),
      base = below?.value.base ?? file.base,
      placed = (list: readonly PatchFile[], place: (n: number) => Place): PlacedPatch[] =>
        list.map((patch, n) => ({ patch, place: place(n) }));
    checkBase(file.base, known, exercise, [...path, 'base'], problems);
    checkSwitches(base, file.set, exercise, [...path, 'set'], problems);
    found.set(name, {
      ...{ base, seed: file.seed, set: { ...below?.value.set, ...file.set }, in: file.in },
      start: [...placed(below?.value.start ?? [], n => below!.at(['start', n])), ...placed(file.start, n => at([...path, 'start', n]))],
    });
  }
  const names = [...found.keys()].join(', ');
  for (const [path, on] of placesOf(value))
    if (on !== undefined && !(value.machines && Object.hasOwn(value.machines, on)))
      problems.push(packProblem('machine-on', at(path), { name: on, known: value.machines ? names : '-' }));
  return found;
}
/** Every place that may name a machine of the exercise. */
function* placesOf({ steps, params }: ExerciseFile): Generator<readonly [Path, string | undefined]> {
  for (const [n, s] of steps.entries()) yield [['steps', n, 'on'], s.on];
  for (const [name, p] of Object.entries(params))
    for (const [path, one] of 'by' in p
      ? Object.entries(p.by).map(([member, form]) => [['params', name, 'by', member, 'on'], form] as const)
      : [[['params', name, 'on'], p] as const])
      yield [path, 'on' in one ? one.on : undefined];
}
function checkBase(name: string, known: PackMachines, file: YamlFile<unknown>, path: Path, problems: PackProblem[]): void {
  if (!Object.hasOwn(MACHINES, name) && !known.has(name))
    problems.push(packProblem('machine', file.at(path), { name, known: [...Object.keys(MACHINES), ...known.keys()].join(', ') }));
}
function checkSwitches(
  base: string,
  set: Readonly<Record<string, string>>,
  file: YamlFile<unknown>,
  path: Path,
  problems: PackProblem[],
): void {
  const kind = Object.hasOwn(MACHINES, base) ? MACHINES[base] : undefined;
  if (!kind) return;
  for (const [name, value] of Object.entries(set)) {
    const { taken, known } = switchOf(kind, name, value),
      place = [...path, name];
    if (known === undefined)
      problems.push(packProblem('switch', file.key(place), { machine: base, name, known: Object.keys(kind.switches).join(', ') || '-' }));
    else if (!taken) problems.push(packProblem('switch-value', file.at(place), { name, value, known }));
  }
}

/** The machine a session's seed makes. */
export const refOf = ({ base, seed, set }: ExerciseMachine, exercise: string, session: string): MachineRef => ({
  ...{ machine: base, set },
  seed: machineSeed(seed, exercise, session),
});
