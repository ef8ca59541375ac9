/** The session: clearing, help, versions, logs, leaving. */
import type { Call, Command } from '../command.ts';
import { fileTime } from '../formats.ts';
import { commandSummary, dotSummary, extensionSummary, helpFor } from '../help.ts';
import { caret } from '../refusal.ts';
import { dtPointer } from '../text.ts';

function clear(call: Call): void {
  call.args.all();
  call.effect = 'clear';
}
function help(call: Call): void {
  const { args, out, name } = call,
    topic = args.take(/\/D/) === undefined ? args.all() : '';
  if (topic !== '') {
    for (const line of helpFor(topic) ?? [`No help for ${topic}; ? and .help list the commands.`]) out.line(line);
    return;
  }
  const lines =
    name === '.help'
      ? dotSummary()
      : /^!/.test(name)
        ? extensionSummary()
        : [...commandSummary(), '', ...dotSummary(), '', ...extensionSummary()];
  for (const line of lines) out.line(line);
}

/** Build labels as vertarget prints them. @source published debugger transcripts */
const BUILT: Readonly<Record<number, string>> = {
  19041: '19041.1.amd64fre.vb_release.191206-1406',
  7601: '7601.17514.x86fre.win7sp1_rtm.101119-1850',
  2600: '2600.xpsp.080413-2111',
};
const TITLES: Readonly<Record<number, string>> = {
  19041: 'Windows 10 Kernel Version 19041',
  7601: 'Windows 7 Kernel Version 7601 (Service Pack 1)',
  2600: 'Windows XP Kernel Version 2600 (Service Pack 3)',
};

/** Where the system keeps time: SystemTime at +14h and InterruptTime at +8 of the shared data. */
const SHARED = 0x7ffe_0000n;
function times({ out, target }: Call): void {
  const now = target.value(SHARED + 0x14n, 8),
    up = target.value(SHARED + 8n, 8);
  if (now !== undefined) out.line(`Debug session time: ${fileTime(now)}`);
  if (up !== undefined) out.line(`System Uptime: ${uptime(up)}`);
}
/** `0 days 0:04:05.678` of a count of 100 ns. */
function uptime(ticks: bigint): string {
  const ms = ticks / 10000n,
    two = (n: bigint): string => String(n).padStart(2, '0');
  return `${ms / 86_400_000n} days ${(ms / 3_600_000n) % 24n}:${two((ms / 60_000n) % 60n)}:${two((ms / 1000n) % 60n)}.${String(ms % 1000n).padStart(3, '0')}`;
}
function targetVersion(call: Call): void {
  const { args, out, target } = call,
    { build, symbols } = target.guest;
  args.end();
  const nt = symbols.modules.find(m => m.name === 'nt'),
    list = target.symbol('nt!PsLoadedModuleList');
  out.line(
    `${TITLES[build.number] ?? build.title} ${build.bits === 64 ? 'MP (1 procs)' : 'UP'} Free x${build.bits === 64 ? '64' : '86 compatible'}`,
  );
  if (build.number !== 0) out.line('Product: WinNt, suite: TerminalServer SingleUserTS');
  if (BUILT[build.number] !== undefined) out.line(`Built by: ${BUILT[build.number]}`);
  out.line('Machine Name:');
  if (nt)
    out.line(
      `Kernel base = ${dtPointer(nt.base, build.bits)} PsLoadedModuleList = ${list === undefined ? dtPointer(0n, build.bits) : dtPointer(list, build.bits)}`,
    );
  times(call);
}
function version(call: Call): void {
  targetVersion(call);
  call.out.line('Debugger of Syscall Lab; commands and layouts as in WinDbg, the machine is emulated.');
}
function time(call: Call): void {
  call.args.end();
  times(call);
}

/** Logs are files of the host; the debugger only names them. */
function log(call: Call): void {
  const { args, out, name, debugger: d } = call;
  if (name === '.logclose') {
    args.end();
    out.line(d.log === undefined ? 'No log file open' : `Closing open log file ${d.log.name}`);
    d.log = undefined;
    return;
  }
  while (args.take(/\/[tud](?=\s|$)/) !== undefined);
  const file = args.peek() === '"' ? args.quoted()! : (args.word() ?? 'dbgeng.log');
  args.end();
  if (/[\\/:]|\.\./.test(file)) call.hint = 'Logs are kept in the data folder under their bare name.';
  if (!d.keepsLogs) call.hint = 'Nothing is written here: lab kd --logs FOLDER keeps logs.';
  if (d.log) out.line(`Closing open log file ${d.log.name}`);
  d.log = { name: file.replace(/^.*[\\/:]/, '') || 'dbgeng.log', append: name === '.logappend' };
  out.line(`Opened log file '${d.log.name}'`);
}
function leave(call: Call): void {
  const { args, out } = call;
  args.all();
  out.line('quit:');
  call.effect = 'quit';
}
function restart(call: Call): void {
  call.args.all();
  call.effect = 'restart';
  call.out.line('The machine starts again from its seed.');
}
/** `~0s`: the only processor. */
function selectProcessor(call: Call): void {
  const { args, out } = call,
    which = args.take(/\d+\s*s\b/);
  if (which === undefined) throw caret('Syntax', args.consumed);
  args.end();
  if (parseInt(which, 10) !== 0) out.line(`${parseInt(which, 10)} is not a valid processor number`);
}
const silent = ({ args }: Call): void => {
  args.all();
};
function promptAllow(call: Call): void {
  const { args, out, debugger: d } = call;
  const text = args.all();
  if (text !== '') call.kind = 'no_output';
  if (/\+\s*reg/.test(text)) d.settings.registersAtStop = true;
  if (/-\s*reg/.test(text)) d.settings.registersAtStop = false;
  if (text !== '') return;
  const registers = '   reg - Register state';
  out.line('Allow the following information to be displayed at the prompt:');
  out.line('(Other settings can affect whether the information is actually displayed)');
  out.line('   sym - Symbol for current instruction');
  out.line('   dis - Disassembly of current instruction');
  out.line('    ea - Effective address for current instruction');
  if (!d.settings.registersAtStop) out.line('Do not allow the following information to be displayed at the prompt:');
  out.line(registers);
}
function assembly({ args, debugger: d }: Call): void {
  const text = args.all();
  if (text === '-' || text === '') d.settings.codeBytes = true;
  else if (/no_code_bytes/.test(text)) d.settings.codeBytes = text.startsWith('-');
}
function frames({ args, out, debugger: d }: Call): void {
  if (!args.atEnd) d.settings.frames = Number(args.expression() & 0xffffn) || 1;
  args.end();
  out.line(`Default stack trace depth is 0n${d.settings.frames} frames`);
}
function preferLinks({ args, out, debugger: d }: Call): void {
  const value = args.word();
  if (value !== undefined) d.settings.dml = value !== '0';
  args.end();
  out.line(`DML versions of commands ${d.settings.dml ? 'on' : 'off'} by default`);
}
function loaded({ args, out }: Call): void {
  args.all();
  out.line('Extension DLL chain:');
  out.line('    kdexts: the extensions this lab has; !help lists them');
}

/** l+ l-: how sources are shown; there are none. */
function sourceOptions({ args, out }: Call): void {
  args.all();
  out.line('Source options are 0:');
  out.line('    None');
}

export const SESSION: readonly Command[] = [
  { names: ['l+', 'l-'], syntax: 'l+t', summary: 'Source options; there is no source here.', kind: 'text', run: sourceOptions },
  { names: ['.cls'], syntax: '.cls', summary: 'Clear the screen.', kind: 'no_output', run: clear },
  {
    names: ['.help', '.hh', '!help', '!exts'],
    syntax: '.help [command]',
    summary: 'The commands, or all about one.',
    kind: 'text',
    run: help,
  },
  { names: ['version'], syntax: 'version', summary: 'The target and the debugger.', kind: 'version', run: version },
  { names: ['vertarget'], syntax: 'vertarget', summary: "The target's version.", kind: 'version', run: targetVersion },
  { names: ['.time'], syntax: '.time', summary: "The target's time and uptime.", kind: 'text', run: time },
  {
    names: ['.logopen', '.logappend', '.logclose'],
    syntax: '.logopen [/t] [file]',
    summary: 'Keep a log of the console.',
    kind: 'text',
    run: log,
  },
  { names: ['q', 'qq', 'qd'], syntax: 'q', summary: 'End the session.', kind: 'text', run: leave },
  { names: ['.restart', '.reboot'], syntax: '.restart', summary: 'Start the machine again.', kind: 'text', run: restart },
  { names: ['~'], syntax: '~0s', summary: 'Choose a processor; there is one.', kind: 'no_output', run: selectProcessor },
  { names: ['.prompt_allow'], syntax: '.prompt_allow [+reg | -reg]', summary: 'What a stop shows.', kind: 'text', run: promptAllow },
  { names: ['.asm', '.asm-'], syntax: '.asm [no_code_bytes]', summary: 'Listings without the bytes.', kind: 'no_output', run: assembly },
  { names: ['.kframes'], syntax: '.kframes n', summary: 'How many frames k shows.', kind: 'text', run: frames },
  { names: ['.prefer_dml'], syntax: '.prefer_dml 0 | 1', summary: 'Links in listings.', kind: 'text', run: preferLinks },
  { names: ['.chain'], syntax: '.chain', summary: 'The extensions there are.', kind: 'text', run: loaded },
  {
    names: [
      '.load',
      '.loadby',
      '.unload',
      '.cache',
      '.enable_unicode',
      '.enable_long_status',
      '.force_radix_output',
      '.ignore_missing_pages',
      '.bugcheck_level',
      'so',
      'ss',
    ],
    syntax: '.load dll',
    summary: 'Settings with nothing to set here.',
    kind: 'no_output',
    run: silent,
  },
];
