/**
 * syscalllab://open?pack=syscalls&exercise=ssdt-descriptor: a link names an installed pack and one of its exercises, and nothing else.
 * No path, no address, no command and no seed can be said in it, so following one from a stranger's page can do no more than ask.
 */
import { LINK_SCHEME } from './arguments.ts';
import type { ShellMessage } from './messages.ts';

export interface LinkTarget {
  readonly pack: string;
  readonly exercise: string;
}
export type LinkRefusal = Extract<ShellMessage, `link.${string}`>;
export type Link = { readonly ok: true; readonly value: LinkTarget } | { readonly ok: false; readonly why: LinkRefusal };

const MOST_LENGTH = 256;
const ID = /^[a-z0-9][a-z0-9-]{0,47}$/;
const SHAPE = new RegExp(`^${LINK_SCHEME}://([^/?#]*)(/?)(?:\\?([^#]*))?$`, 'i');
const refuse = (why: LinkRefusal): Link => ({ ok: false, why });

/** Read a link strictly: nothing is decoded, trimmed or repaired. */
export function readLink(text: string): Link {
  if (text.length > MOST_LENGTH) return refuse('link.too-long');
  const [, verb, , query] = SHAPE.exec(text) ?? [];
  if (verb === undefined) return refuse('link.shape');
  if (verb.toLowerCase() !== 'open') return refuse('link.verb');
  const pairs = (query ?? '').split('&').map(pair => pair.split('='));
  if (pairs.some(([name, ...values]) => !['pack', 'exercise'].includes(name!) || values.length !== 1)) return refuse('link.parts');
  const given = new Map(pairs.map(([name, value]) => [name, value!] as const)),
    pack = given.get('pack'),
    exercise = given.get('exercise');
  if (pairs.length !== 2 || pack === undefined || exercise === undefined) return refuse('link.parts');
  return ID.test(pack) && ID.test(exercise) ? { ok: true, value: { pack, exercise } } : refuse('link.id');
}
