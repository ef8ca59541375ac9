/** Packs on their way in: received in pieces, checked beside the host, shown, and kept only when that is confirmed. */
import { randomBytes } from 'node:crypto';
import type { ImportReport, ImportState } from '../../core/lab/import-report.ts';
import type { ExerciseChange } from '../../core/lab/pack-changes.ts';
import { MOST_ZIPPED } from '../../core/lab/zip.ts';
import { failure, problem, success, type ProblemCode, type Result } from '../../core/problem.ts';
import type { InstalledTexts, Told } from '../files/pack-check.ts';
import { textsIn } from '../files/pack-content.ts';
import { standingOf } from '../files/trust.ts';
import type { ContentHead, Installed, PackContent, PackTable } from '../store/packs.ts';
import { updateOf } from './pack-update.ts';
import type { Packs } from './packs.ts';

/** Runs a check elsewhere. `tell` is called with what it tells, `failed` once where it ends by itself. */
export type StartCheck = (
  file: { readonly name: string; readonly bytes: Uint8Array },
  tell: (told: Told) => void,
  failed: (error: unknown) => void,
) => { readonly answer: (installed: InstalledTexts) => void; readonly stop: () => void };

interface Import {
  readonly name: string;
  readonly size: number;
  readonly pieces: Uint8Array[];
  received: number;
  stage: ImportState['stage'];
  played?: ImportState['played'];
  report?: ImportReport;
  check?: ReturnType<StartCheck>;
  head?: ContentHead;
  content?: PackContent;
  /** The content that was installed when they were compared. */
  against?: string | undefined;
}
/** Under way at once; one more ends the oldest. */
const MOST_IMPORTS = 4;

export class Imports {
  readonly #packs: Packs;
  readonly #table: PackTable;
  readonly #startCheck: StartCheck;
  readonly #report: (error: unknown) => void;
  readonly #imports = new Map<string, Import>();

  /** @param report a check that ended by itself */
  constructor(packs: Packs, table: PackTable, startCheck: StartCheck, report: (error: unknown) => void) {
    this.#packs = packs;
    this.#table = table;
    this.#startCheck = startCheck;
    this.#report = report;
  }
  close(): void {
    for (const ticket of [...this.#imports.keys()]) this.cancel(ticket);
  }

  begin(name: string, size: number): Result<{ readonly ticket: string }> {
    if (size > MOST_ZIPPED) return refuse('import/large', { most: String(MOST_ZIPPED >> 20) });
    if (size === 0) return refuse('import/empty');
    const [oldest] = this.#imports.keys();
    if (this.#imports.size >= MOST_IMPORTS) this.cancel(oldest!);
    const ticket = randomBytes(16).toString('hex');
    this.#imports.set(ticket, { name, size, pieces: [], received: 0, stage: 'receiving' });
    return success({ ticket });
  }
  piece(ticket: string, at: number, bytes: Uint8Array): Result<null> {
    const i = this.#imports.get(ticket);
    if (!i) return refuse('import/gone');
    if (i.stage !== 'receiving' || at !== i.received || bytes.length === 0 || at + bytes.length > i.size) {
      this.cancel(ticket);
      return refuse('import/part');
    }
    i.pieces.push(bytes);
    i.received += bytes.length;
    if (i.received === i.size) this.#check(ticket, i);
    return success(null);
  }
  /** A whole file at once. */
  offer(name: string, bytes: Uint8Array): Result<{ readonly ticket: string }> {
    const begun = this.begin(name, bytes.length);
    if (!begun.ok) return begun;
    const taken = this.piece(begun.value.ticket, 0, bytes);
    return taken.ok ? begun : taken;
  }
  state(ticket: string): Result<ImportState> {
    const i = this.#imports.get(ticket);
    if (!i) return refuse('import/gone');
    const { name, size, received, stage, played, report } = i;
    return success({ name, size, received, stage, ...(played && { played }), ...(report && { report }) });
  }
  cancel(ticket: string): void {
    this.#imports.get(ticket)?.check?.stop();
    this.#imports.delete(ticket);
  }
  confirm(ticket: string, newKey: boolean): Result<null> {
    const i = this.#imports.get(ticket);
    if (!i) return refuse('import/gone');
    const { content, report, against } = i,
      signer = report?.signer;
    if (i.stage !== 'ready' || !content || !signer) return refuse('import/not-ready');
    if (signer.state === 'changed' && !newKey) return refuse('import/key');
    if (this.#installed(content.pack)?.hash !== against) return refuse('import/moved-on');
    this.#table.install(content, signer.state === 'unsigned' ? undefined : signer.fingerprint);
    this.#packs.changed();
    this.cancel(ticket);
    return success(null);
  }

  #check(ticket: string, i: Import): void {
    const bytes = Buffer.concat(i.pieces.splice(0));
    i.stage = 'reading';
    i.check = this.#startCheck(
      { name: i.name, bytes },
      told => {
        if (this.#imports.get(ticket) === i) this.#hear(i, told);
      },
      error => {
        if (this.#imports.get(ticket) !== i) return;
        i.stage = 'failed';
        this.#report(error);
      },
    );
  }
  #hear(i: Import, told: Told): void {
    switch (told.kind) {
      case 'read':
        return this.#read(i, told);
      case 'compared':
        i.report = { ...i.report!, ...this.#update(i, told.changes) };
        i.stage = 'playing';
        return;
      case 'played':
        i.played = { done: told.done, of: told.of };
        return;
      case 'done':
        i.report = { ...i.report!, problems: told.problems, count: told.count };
        if (told.content) i.content = told.content;
        i.stage = told.content ? 'ready' : 'refused';
        i.check?.stop();
    }
  }
  #read(i: Import, { report, head, signer }: Extract<Told, { kind: 'read' }>): void {
    i.report = report;
    if (!head || signer.kind === 'broken') return this.#refuse(i);
    const installed = this.#installed(head.pack),
      taken = takenBy(installed, head);
    i.report = { ...report, signer: standingOf(this.#table.trust(), head.uuid, signer), ...(taken && { taken }) };
    if (taken) return this.#refuse(i);
    i.head = head;
    i.against = installed?.hash;
    i.check?.answer(installed && textsIn(this.#table.files(installed.hash)));
  }
  #refuse(i: Import): void {
    i.stage = 'refused';
    i.check?.stop();
  }
  #update({ against, head }: Import, changes: readonly ExerciseChange[]): Pick<ImportReport, 'update'> {
    const installed = against === undefined ? undefined : this.#table.head(against);
    return installed ? { update: updateOf(installed, head!, changes, this.#table.attempts(installed.pack)) } : {};
  }
  #installed(pack: string): Installed | undefined {
    this.#packs.list(); // those that came with the program are there too
    return this.#table.installed().find(p => p.pack === pack);
  }
}
function takenBy(installed: Installed | undefined, { uuid }: ContentHead): ImportReport['taken'] {
  if (installed?.builtIn) return 'built-in';
  return installed && installed.uuid !== uuid ? 'other' : undefined;
}
const refuse = (code: Extract<ProblemCode, `import/${string}`>, values: Readonly<Record<string, string>> = {}): Result<never> =>
  failure(problem(code, values));
