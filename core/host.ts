/**
 * The contract between a UI and its host: each call a UI may make, with the schema of what it sends. main/dispatch.ts answers these for
 * Electron's IPC and for the web alike; renderer/host.ts is the only file that calls them.
 */
import * as v from 'valibot';
import type { ExerciseFiles, ListedPack, PackSummary, PageFiles } from './lab/catalog.ts';
import type { ImportState } from './lab/import-report.ts';
import {
  inputSchema as input,
  nameSchema as name,
  positionSchema as position,
  seedSchema as seed,
  typedSchema as text,
  type Input,
} from './lab/input.ts';
import type { PackProblem } from './lab/pack-problem.ts';
import type { SessionStart } from './lab/session.ts';
import type { Verdict } from './lab/verdict.ts';
import type { MachineChoice } from './windows/machine-list.ts';

export type { MachineChoice } from './windows/machine-list.ts';
export type {
  ExerciseFiles,
  ExerciseSource,
  ExerciseSummary,
  ListedPack,
  PackSummary,
  PageFiles,
  PageSummary,
  Term,
  Way,
} from './lab/catalog.ts';

const language = v.picklist(['en', 'zh-CN']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ref = v.strictObject({ machine: name, seed, set: v.record(name, v.pipe(v.string(), v.maxLength(32))) });
const exerciseName = { pack: name, id: name };
/** A content of a pack: the SHA-256 of the list of its files. */
const contentHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Names an import under way. */
const ticket = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** Bytes of a file that one call carries. */
export const PIECE = 256 << 10;
const base64 = v.pipe(v.string(), v.maxLength(Math.ceil(PIECE / 3) * 4));
/** Of an attempt, 0 to 100. */
const score = v.optional(v.pipe(count, v.maxValue(100)));
const settings = v.strictObject({
  language: v.optional(v.nullable(language)),
  theme: v.optional(v.nullable(v.picklist(['light', 'dark', 'contrast']))),
  authentic: v.optional(v.boolean()),
  /** Percent of the design's size; the console's own is in px. */
  textSize: v.optional(v.picklist([90, 100, 115, 130, 150, 175, 200])),
  consoleSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(24))),
  consoleFont: v.optional(v.picklist(['bundled', 'system'])),
  /** The console keeps what it prints for screen readers. */
  screenReader: v.optional(v.boolean()),
  layout: v.optional(v.record(name, v.array(v.number()))),
  /** The tour of the first start was shown. */
  toured: v.optional(v.boolean()),
  /** The path of a pack this person walks. */
  way: v.optional(v.strictObject({ pack: name, id: name })),
  /** The attempt that was worked on last, and where its machine stands. */
  waits: v.optional(
    v.strictObject({
      pack: name,
      id: name,
      ring: v.picklist([0, 3]),
      place: v.pipe(v.string(), v.maxLength(200)),
      next: v.pipe(v.string(), v.maxLength(200)),
    }),
  ),
  /** Keys of actions a person changed, by the action's id; an empty list takes its keys away. */
  keys: v.optional(v.record(name, v.pipe(v.array(v.pipe(v.string(), v.regex(/^[!-~]{1,32}$/))), v.maxLength(4)))),
});

const label = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const menuItem = v.strictObject({ id: name, title: label, key: v.optional(v.pipe(v.string(), v.maxLength(32))) });

/** Argument schema of every call. A call takes one object. */
export const CALLS = {
  'app/info': v.strictObject({}),
  'settings/get': v.strictObject({}),
  'settings/set': settings,
  'packs/list': v.strictObject({}),
  /** A page of a pack's reference as written. */
  'packs/page': v.strictObject({ pack: name, id: name }),
  'machines/list': v.strictObject({}),
  /**
   * The files of one exercise, for the worker to read: of the content that is asked for, else of the one its open attempt was begun with,
   * else (and for a fresh attempt) of the one that is installed.
   */
  'packs/exercise': v.strictObject({ ...exerciseName, content: v.optional(contentHash), fresh: v.optional(v.boolean()) }),
  /** A pack as a file, from a byte of it. */
  'packs/export': v.strictObject({ pack: name, at: count }),
  /** An imported pack; what was done on it is kept. */
  'packs/remove': v.strictObject({ pack: name }),
  /** A file is to be looked at and perhaps imported: it comes in pieces, is checked, and nothing is kept of it until that is confirmed. */
  'import/begin': v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)), size: count }),
  'import/piece': v.strictObject({ ticket, at: count, data: base64 }),
  /** How far it is. The check begins by itself when the file is whole. */
  'import/state': v.strictObject({ ticket }),
  /** Install it, all at once. @param newKey the person agrees that it comes from another key than before */
  'import/confirm': v.strictObject({ ticket, newKey: v.optional(v.boolean()) }),
  'import/cancel': v.strictObject({ ticket }),
  /** The open session of an exercise (or of free play), made when there is none; a fresh one ends it and keeps it. */
  'sessions/open': v.strictObject({
    ref,
    exercise: v.optional(v.strictObject({ ...exerciseName, content: v.optional(contentHash) })),
    /** Practice is kept beside, and never counted. */
    mode: v.optional(v.picklist(['practice', 'official'])),
    fresh: v.optional(v.boolean()),
    /** In this exam, by whose seed the machine is. */
    exam: v.optional(count),
  }),
  /** Add input number `index`; refused unless it is the next one. Returns when it is on disk. */
  'sessions/append': v.strictObject({ session: count, index: count, input, score }),
  /** An answered step: the input and what it was worth, in one transaction. Returns when it is on disk. */
  'attempts/record': v.strictObject({
    session: count,
    index: count,
    input,
    result: v.picklist(['right', 'wrong', 'misconception', 'malformed', 'ambiguous']),
    points: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    score,
    feedback: v.optional(name),
    /** It was to be predicted, and had happened before. */
    observed: v.optional(v.boolean()),
  }),
  /** The exam of a pack that goes on, else the last one; null where none was begun. */
  'exams/get': v.strictObject({ pack: name }),
  /** Begin it: the one that goes on, or a new one. */
  'exams/begin': v.strictObject({ pack: name }),
  /** What is done in it from now on is kept, and not counted. */
  'exams/submit': v.strictObject({ exam: count }),
  /** On which machines an exercise was attempted. */
  'attempts/seeds': v.strictObject(exerciseName),
  /** Notes and bookmarks of a session, in the order of time; a bookmark has no text. */
  'notes/list': v.strictObject({ session: count }),
  'notes/put': v.strictObject({ session: count, position, text }),
  'notes/remove': v.strictObject({ session: count, position }),
  'profiles/list': v.strictObject({}),
  /** Start the lab again as another person; an empty name is the usual profile, a new one is made. */
  'profiles/open': v.strictObject({ name: v.pipe(v.string(), v.maxLength(64)) }),
  'progress/get': v.strictObject({}),
  'history/get': v.strictObject({}),
  'history/add': v.strictObject({ line: text }),
  /** The pack that is being written, or the folders one can be opened in: null where it is still what `since` says. */
  'author/state': v.strictObject({ since: v.optional(v.pipe(v.string(), v.maxLength(128))) }),
  /** Open a folder that is offered. Folders are named by what the host calls them, never by a path. */
  'author/open': v.strictObject({ place: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) }),
  /** Let the person choose a folder in a dialog of the system; what was chosen is seen in the state. */
  'author/choose': v.strictObject({}),
  /** Write a new pack and open it: beside the others, or in a folder the person chooses. */
  'author/new': v.strictObject({ name: v.pipe(v.string(), v.maxLength(64)) }),
  'author/close': v.strictObject({}),
  /** An exercise of its last version that read well. */
  'author/exercise': v.strictObject({ id: name }),
  /** One of its texts as it is now. */
  'author/file': v.strictObject({ name: v.pipe(v.string(), v.maxLength(200)) }),
  /** The window can hear notices now; returns those that waited for it. */
  'window/ready': v.strictObject({}),
  /** The window's actions in its language, for the menu of the system. */
  'window/menu': v.strictObject({
    sections: v.pipe(v.array(v.strictObject({ title: label, items: v.pipe(v.array(menuItem), v.maxLength(64)) })), v.maxLength(8)),
  }),
} as const;
export type CallName = keyof typeof CALLS;
export type Arguments<N extends CallName> = v.InferOutput<(typeof CALLS)[N]>;

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'web';
  readonly learnerSeed: string;
  readonly systemLanguage: 'en' | 'zh-CN';
  readonly platform: string;
  /** The folder of the pack an author looks at; what is done is kept only as long as that. */
  readonly author?: string;
  /** Started without what was kept of the window's looks. */
  readonly safe: boolean;
}
/** A folder somebody writes a pack in: what the host calls it, its name, and what it is in. */
export interface AuthorPlace {
  readonly place: string;
  readonly name: string;
  readonly parent: string;
}
export interface AuthorPlaces {
  readonly kind: 'places';
  readonly revision: string;
  readonly offered: readonly AuthorPlace[];
  /** Can a folder be chosen in a dialog of the system? */
  readonly dialog: boolean;
  /** The folder new packs are written into; none: they are written where the dialog says, or not at all. */
  readonly parent?: string;
}
/** A folder with a pack in it, as it is now. */
export interface WrittenPack {
  readonly kind: 'pack';
  /** Changes with the files. */
  readonly revision: string;
  readonly folder: string;
  readonly parent: string;
  readonly files: readonly string[];
  readonly problems: readonly PackProblem[];
  /** The last version that read well, which is the one that is shown, and the SHA-256 of its files. */
  readonly good?: { readonly content: string; readonly pack: PackSummary };
}
export type AuthorState = AuthorPlaces | WrittenPack;
/** Whose progress this is, and whose else is kept beside it. The usual profile has no name. */
export interface Profiles {
  readonly current: string;
  readonly names: readonly string[];
  /** Can the host start the lab again as another? A browser's cannot. */
  readonly opens: boolean;
}
export type Settings = v.InferOutput<typeof settings>;
export interface StoredSession {
  readonly session: number;
  readonly start: SessionStart;
  readonly inputs: readonly Input[];
  /** Which content of the pack it was begun with, where that is known. */
  readonly content?: string;
}
/** Machines an exercise was attempted on, each a variant of it. */
export interface AttemptSeeds {
  /** Of the open attempt, where there is one. */
  readonly open?: string;
  readonly variants: number;
  /** Sessions begun, in every mode. */
  readonly attempts: number;
}
/** An exam as it stands, by the host's clock. */
export interface ExamState {
  readonly exam: number;
  readonly pack: string;
  /** The content of the pack it was begun with. */
  readonly content: string;
  readonly seed: string;
  readonly minutes: number;
  /** Milliseconds. */
  readonly left: number;
  /** Handed in, or out of time. */
  readonly over: boolean;
  readonly submitted: boolean;
  /** In the order they were drawn: what counts of each. */
  readonly exercises: readonly {
    readonly id: string;
    readonly begun: boolean;
    readonly score: number;
    readonly right: readonly string[];
  }[];
}
/** A note at a position of a session; without text, a bookmark. */
export interface Note {
  readonly position: string;
  readonly text: string;
}
export interface StepProgress {
  readonly pack: string;
  readonly exercise: string;
  readonly step: string;
  readonly result: Verdict['result'];
  readonly points: number;
  readonly attempts: number;
}
export interface ExerciseProgress {
  readonly pack: string;
  readonly exercise: string;
  /** Sessions begun, and hints taken in them. */
  readonly attempts: number;
  readonly hints: number;
  /** Of the best attempt, 0 to 100; null where none was written down. */
  readonly score: number | null;
}
export interface Progress {
  readonly steps: readonly StepProgress[];
  readonly exercises: readonly ExerciseProgress[];
}
/** Part of a file: base64, at most PIECE bytes of them. */
export interface FilePiece {
  readonly name: string;
  readonly size: number;
  readonly data: string;
}
/** What each call returns. */
export interface Returns {
  'app/info': AppInfo;
  'settings/get': Settings;
  'settings/set': Settings;
  'packs/list': readonly ListedPack[];
  'packs/page': PageFiles;
  'machines/list': readonly MachineChoice[];
  'packs/exercise': ExerciseFiles;
  'packs/export': FilePiece;
  'packs/remove': null;
  'import/begin': { readonly ticket: string };
  'import/piece': null;
  'import/state': ImportState;
  'import/confirm': null;
  'import/cancel': null;
  'sessions/open': StoredSession;
  'sessions/append': null;
  'attempts/record': null;
  'exams/get': ExamState | null;
  'exams/begin': ExamState;
  'exams/submit': ExamState;
  'attempts/seeds': AttemptSeeds;
  'notes/list': readonly Note[];
  'notes/put': null;
  'notes/remove': null;
  'profiles/list': Profiles;
  'profiles/open': null;
  'progress/get': Progress;
  'history/get': readonly string[];
  'history/add': null;
  'author/state': AuthorState | null;
  'author/open': null;
  'author/choose': null;
  'author/new': null;
  'author/close': null;
  'author/exercise': ExerciseFiles;
  'author/file': { readonly name: string; readonly text: string };
  'window/ready': readonly Notice[];
  'window/menu': null;
}
/** What the desktop shell tells the window without being asked. A browser's tab hears none. */
export type Notice =
  | { readonly kind: 'action'; readonly id: string }
  | { readonly kind: 'open'; readonly pack: string; readonly id: string }
  /** A pack the person opened in the system: the host has it, and it is looked at. */
  | { readonly kind: 'import'; readonly ticket: string; readonly name: string }
  /** The window was loaded again after it had crashed. */
  | { readonly kind: 'recovered' };
export type HostCall = <N extends CallName>(call: N, argument: Arguments<N>) => Promise<Returns[N]>;
