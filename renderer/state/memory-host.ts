/** A host for a lab whose session is nobody's: it is kept in this window, as long as that is open, and never stored. */
import type { Arguments, CallName, HostCall, Returns } from '../../core/host.ts';
import { MemorySessions } from '../../core/lab/memory-sessions.ts';
import { call } from '../host.ts';

const sessions = new MemorySessions();
type Answers = { readonly [N in CallName]?: (argument: Arguments<N>) => Returns[N] };
const ANSWERS: Answers = {
  'sessions/open': ({ ref, exercise, mode, fresh }) =>
    sessions.open({ ref, ...(exercise && { exercise }), ...(mode && { mode }) }, fresh === true),
  'sessions/append': ({ session, input }) => sessions.append(session, input),
  'attempts/record': ({ session, input }) => sessions.append(session, input),
  'notes/list': () => [],
  'notes/put': () => null,
  'notes/remove': () => null,
};
/** What is not about sessions goes to the host there is. */
export const memoryHost: HostCall = async (name, argument) => {
  const answer = (ANSWERS as { readonly [N in CallName]?: (argument: unknown) => unknown })[name];
  return answer ? (answer(argument) as Returns[typeof name]) : call(name, argument);
};
