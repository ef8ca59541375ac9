/** The session: clearing, help, versions. */
import type { Call, Command } from '../command.ts';
import { commandSummary, dotSummary, extensionSummary, helpFor } from '../help.ts';

function clear(call: Call): void {
  call.args.all();
  call.effect = 'clear';
}
function help(call: Call): void {
  const { args, out } = call, topic = args.take(/\/D/) === undefined ? args.all() : '';
  if (topic !== '') {
    const about = helpFor(topic);
    for (const line of about ?? [`No help for ${topic}; .help lists the commands.`]) out.line(line);
    return;
  }
  for (const line of call.name === '.help' ? dotSummary() : call.name === '!help' || call.name === '!exts' ? extensionSummary() : commandSummary()) out.line(line);
}

export const SESSION: readonly Command[] = [
  { names: ['.cls'], syntax: '.cls', summary: 'Clear the screen.', kind: 'no_output', run: clear },
  { names: ['.help', '.hh', '!help'], syntax: '.help [command]', summary: 'The dot commands, or all about one command.', kind: 'text', run: help },
];
