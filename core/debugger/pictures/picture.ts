/** The pictures a window draws beside the console: each is asked for by name, read from the machine as it stands, and has a text that says the same. */
import { evaluateAll } from '../expression.ts';
import { Refusal } from '../refusal.ts';
import type { Debugger } from '../debugger.ts';
import { bitsLines, bitsPicture, TRIED, type BitsPicture, type Tried, type WhatIf } from './bits.ts';
import { memoryCommand, memoryLines, memoryView, type MemoryUnit, type MemoryView } from './memory.ts';
import { pageWalk, walkLines, type PageWalk } from './page-walk.ts';
import { codeLines, codePicture, type CodePicture } from './code.ts';
import { registersLines, registersPicture, type RegistersPicture } from './registers.ts';
import { boardLines, ofFields, selectorBoard, type BoardMsr, type SelectorBoard } from './selectors.ts';
import { serviceEntry, serviceLines, type ServiceEntryPicture } from './service-entry.ts';
import { microSteps, stepLines, type MicroSteps } from './steps.ts';

/** Values are expressions as the console reads them; where one is absent the picture chooses. */
export type PictureRequest =
  /** `fields`: the parts of the MSR the board shows, in place of a whole value. */
  | { readonly kind: 'selectors'; readonly msr: BoardMsr; readonly value?: string; readonly fields?: readonly string[] }
  | ({ readonly kind: 'bits'; readonly vector?: string; readonly selector?: string } & Readonly<Partial<Record<Tried, string>>>)
  | { readonly kind: 'service'; readonly number?: string }
  | { readonly kind: 'walk'; readonly address?: string }
  /** `at`: the step being done, from 1; 0 before the first. */
  | { readonly kind: 'steps'; readonly at?: number }
  | { readonly kind: 'registers' }
  | { readonly kind: 'code'; readonly address: string }
  /** `columns` and `rows` of the space there is; `skip`: rows scrolled; `layout`: a structure laid over it. */
  | {
      readonly kind: 'memory';
      readonly address?: string;
      readonly unit?: MemoryUnit;
      readonly columns?: number;
      readonly rows?: number;
      readonly skip?: number;
      readonly layout?: string;
    };
export type Picture =
  | { readonly kind: 'selectors'; readonly board: SelectorBoard }
  | { readonly kind: 'bits'; readonly bits: BitsPicture }
  | { readonly kind: 'service'; readonly service: ServiceEntryPicture }
  | { readonly kind: 'walk'; readonly walk: PageWalk }
  | { readonly kind: 'steps'; readonly steps: MicroSteps }
  | { readonly kind: 'registers'; readonly registers: RegistersPicture }
  | { readonly kind: 'code'; readonly code: CodePicture }
  | { readonly kind: 'memory'; readonly memory: MemoryView };
export interface DrawnPicture {
  readonly picture: Picture;
  readonly lines: readonly string[];
  /** The console command that prints `lines`. */
  readonly command: string;
}
type Drawn = Omit<DrawnPicture, 'lines'>;
const ROWS = { usual: 16, most: 200 };
/** Undefined where the structure is not one of this build. */
function drawMemory(d: Debugger, request: PictureRequest & { readonly kind: 'memory' }, address = d.target.sp): Drawn | undefined {
  const { unit = 'b', columns = unit === 'p' ? 1 : 8, rows = ROWS.usual, skip = 0 } = request,
    name = given(request.layout)?.replace(/^nt!/, ''),
    layout = name === undefined ? undefined : d.guest.layouts.find(name);
  if (name !== undefined && !layout) return undefined;
  const memory = memoryView(d, address, { unit, columns, rows: Math.max(1, Math.min(ROWS.most, rows)), skip, layout });
  return { picture: { kind: 'memory', memory }, command: memoryCommand(memory) };
}
/** The vector shown where none is asked for. */
const GATE = 0x2e;

/** Undefined where an expression cannot be read. Changes nothing. @param show what is shown of it, `lines` too */
export function drawPicture(d: Debugger, request: PictureRequest, show: (picture: Picture) => Picture = p => p): DrawnPicture | undefined {
  try {
    const drawn = draw(d, request);
    if (!drawn) return undefined;
    const picture = show(drawn.picture);
    return { picture, lines: linesOf(d, picture), command: drawn.command };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
function linesOf(d: Debugger, picture: Picture): readonly string[] {
  switch (picture.kind) {
    case 'selectors':
      return boardLines(picture.board);
    case 'bits':
      return bitsLines(picture.bits);
    case 'service':
      return serviceLines(picture.service);
    case 'walk':
      return walkLines(picture.walk);
    case 'steps':
      return stepLines(picture.steps);
    case 'registers':
      return registersLines(picture.registers);
    case 'code':
      return codeLines(picture.code);
    case 'memory':
      return memoryLines(d, picture.memory);
  }
}
const given = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : text.trim());

function draw(d: Debugger, request: PictureRequest): Drawn | undefined {
  const value = (text: string | undefined): bigint | undefined => {
    const expression = given(text);
    return expression === undefined ? undefined : evaluateAll(expression, d.scope);
  };
  const typed = (name: string, ...words: readonly (string | undefined)[]): string => [name, ...words.map(given).filter(w => w !== undefined)].join(' ');
  switch (request.kind) {
    case 'selectors': {
      const whatIf = request.fields ? ofFields(request.msr, request.fields.map(f => value(f) ?? 0n)) : value(request.value),
        board = selectorBoard(d, request.msr, whatIf),
        changed = board.value === board.booted ? undefined : board.value;
      return { picture: { kind: 'selectors', board }, command: typed('!selectors', request.msr, changed) };
    }
    case 'bits': {
      const vector = Number((value(request.vector) ?? BigInt(GATE)) & 0xffn),
        selector = Number((value(request.selector) ?? d.target.register('cs')!) & 0xffffn);
      const asked = TRIED.flatMap(what => {
        const text = given(request[what]);
        return text === undefined ? [] : [{ what, text, tried: value(text) }];
      });
      const whatIf: WhatIf = Object.fromEntries(asked.map(({ what, tried }) => [what, tried])),
        bits = bitsPicture(d, vector, selector, whatIf),
        rest = asked.map(({ what, text }) => `${what}=${text}`);
      return { picture: { kind: 'bits', bits }, command: typed('!bits', request.vector ?? GATE.toString(16), request.selector ?? '@cs', ...rest) };
    }
    case 'service': {
      const service = serviceEntry(d, value(request.number));
      return { picture: { kind: 'service', service }, command: typed('!service', request.number) };
    }
    case 'walk': {
      const walk = pageWalk(d, value(request.address) ?? d.target.sp);
      return { picture: { kind: 'walk', walk }, command: typed('!walk', request.address) };
    }
    case 'steps': {
      const steps = microSteps(d, request.at);
      return { picture: { kind: 'steps', steps }, command: typed('!steps', steps.at === 0 ? undefined : String(steps.at)) };
    }
    case 'registers': {
      const registers = registersPicture(d);
      return { picture: { kind: 'registers', registers }, command: '!registers' };
    }
    case 'code': {
      const code = codePicture(d, value(request.address) ?? d.target.ip);
      return { picture: { kind: 'code', code }, command: `u ${code.address}` };
    }
    case 'memory':
      return drawMemory(d, request, value(request.address));
  }
}
