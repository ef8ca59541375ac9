/** Commands WinDbg has and this lab has not, each with what to use here; and extensions nobody has. */
import type { Command } from '../command.ts';
import { Refusal } from '../refusal.ts';
import type { OutputKind } from '../types.ts';

const NOTHING = 'Nothing in this lab depends on it.';

/**
 * Names, what to use instead, and the kind of output where it is a kind of its own.
 * @source Debugging Tools for Windows documentation, its contents page of commands, meta-commands and extensions
 */
const MISSING: readonly (readonly [names: string, instead: string, kind?: OutputKind])[] = [
  ['dv', 'Public symbols know no locals: r, dps @rsp and dt show values.'],
  ['dtx', 'dt and dx show the same.'],
  ['ib iw id ob ow od !ib !iw !id !ob !ow !od', 'Devices are not driven from the console.'],
  ['| ||', 'There is one target, the machine; !process 0 0 lists its processes.'],
  ['ux', 'ur shows 16-bit code.'],
  ['ls lsa lsp lse lsf lsf- lsc .open .srcfix .lsrcfix .lsrcpath .srcnoisy .scroll_prefs', 'There is no source: u and uf show code.'],
  ['ah', 'An assertion is an exception like any other: g, gh and gn go on.'],
  ['sq', 'There are no prompts to silence.'],
  ['vercommand', 'The console is part of the lab: version shows what it is.'],
  [
    'p-- t-- pc- tc- pa- ta- tt- pt-',
    't-, p-, g- and g-u go back in time; !tt goes to a position.',
    'time_travel',
  ],
  ['!index !ttdext', 'The recording needs no index; !tt goes to a position.', 'time_travel'],
  ['.dump .dumpcab .opendump .crash !can_write_kdump !dumpfa', 'There are no dump files here; .restart starts the machine again.'],
  [
    '.attach .create .createdir .detach .kill .tlist .childdbg .abandon .closehandle .fiber .jdinfo',
    'The target is the whole machine: !process 0 0 lists its processes.',
  ],
  [
    '.exr .excr .lastevent .eventlog .exptr .bugcheck .event_code .ttime .enumtag !exr !cppexr !exchain',
    ".trap with a frame's address, r and k show where a stop came from.",
  ],
  ['.fnent .fnret .fpo .inline .dml_flow .dml_start', 'uf shows functions.'],
  ['.f+ .f-', '.frame chooses a frame.'],
  ['.tss .context .apply_dbp', '.trap, .thread and .process choose a context; dt nt!_KTSS64 shows a task state.'],
  ['.pagein .holdmem .dvalloc .dvfree .readmem .writemem .call', 'e, f and m change memory, d shows it; nothing is paged out.'],
  [
    '.shell .server .servers .endsrv .endpsrv .remote .remote_exit .clients .send_file .netuse .noshell .netsyms .cordll',
    'The lab runs no other programs and serves no sessions.',
  ],
  [
    '.scriptload .scriptrun .scriptunload .scriptlist .scriptproviders .scriptdebug .nvload .nvlist .nvunload .nvunloadall',
    'Scripts are WinDbg commands in files of the open pack: $$>a<.',
  ],
  [
    '.pcmd .ocommand .idle_cmd .sxcmds .breakin .bpsync .suspend_ui .flash_on_break .sound_notify .wake .sleep',
    'A breakpoint can have commands: bp address "commands".',
  ],
  [
    '.outmask .echotime .echotimestamps .echocpunum .ofilter .wtitle .write_cmd_hist .dbgdbg .settings .secure .step_filter .locale .quit_lock .allow_bp_ba_convergence .allow_exec_cmds .allow_image_mapping .beep .browse .copysym .drivers .extmatch .extpath .fiximports .force_tb .hideinjectedcode .imgscan .kdfiles .kdtargetmac .kdtrans .exdicmd .logfile .noversion .pop .push .record_branches .rrestart .setdll .show_read_failures .show_sym_failures .typeopt .unloadall .urestart',
    NOTHING,
  ],
  [
    '!analyze !analyzebugcheck !triage !bugdump !blackboxbsd !blackboxntfs !blackboxpnp !blackboxscm !blackboxwinlogon',
    'k, .trap and r show where the machine stopped and why.',
  ],
  ['!chksym !itoldyouso !symsrv !homedir', 'Symbols come with the machine.'],
  ['!htrace !obja !obtrace', '!handle and !object show handles and objects.'],
  [
    '!drvobj !devobj !devnode !devstack !devext !devhandles !devinst !irp !irpfind !irpzone !processirps !iovirp !drivers !fileobj !filelock !findfilelockowner !filetime !srb !urb !pnpevent !pnptriage !arbiter !arbinst !cmreslist !ioreslist !ioresdes !ioctldecode !ecb !ecd !ecw !ecs !exca !cbreg !pars !hidppd !fxdevice !bth !vpb !vpdd !diskspace !driveinfo !dskheap !dma !npx !ahcache !acpicache !acpiinf !acpiirqarb !amli !rsdt !fadt !facs !mapic !nsobj !nstree !pcm !smbios !fwver !wdmaud !openmaps !scm !tunnel !portcls !podev !ponode !poreqlist !pplookaside !ruleinfo',
    'These machines have no device drivers.',
  ],
  [
    '!address !vad !vad_reload !vadump !vprot !vm !memusage !memlist !pfn !pool !poolfind !poolused !poolval !poolview !frag !lookaside !session !sysptes !ca !filecache !bcb !defwrites !ptov !pte2va !search !searchpte !finddata !fpsearch !lockedpages !loadermemorylist !mapped_file !chklowmem !kvas !swd !ubc !ubd !ube !ubl !ubp !wsle !dpa !dcr !dcs !icpleak !hugepages',
    '!pte and !vtop show how an address is mapped.',
  ],
  [
    '!locks !stacks !running !ready !frozen !apc !dpcs !dpcwatchdog !timer !qlocks !exqueue !findthreads !findstack !findxmldata !uniqstack !runaway !deadlock !zombies !job !sprocess !dml_proc !psp !tp !threadtoken !alignmentfaults !ipi',
    '!process 0 7 and !thread show threads.',
  ],
  ['!token !tokenfields !acl !sd !sid !logonsession', 'dt nt!_TOKEN shows a token.'],
  ['!dlls !dh !lmi !imggp !imgreloc !rebase !version !calldata', 'lm shows modules, x their names and db their headers.'],
  [
    '!heap !gflag !avrf !cs !critsec !gle !error !winrterr !apicerr !ustr !str !slist !std_map !stl !strct !tls !atom !gatom !hstring !hstring2 !envvar !dphdump !dphfind !dphhogs !sw !wow64exts !gs !mui !dreg !igrep !evlog !ate !bitcount !ldr !ntsdexts !logb !logc !logd !loge !logi !logm !logo',
    'dt, dS, da and dps show structures and strings.',
  ],
  [
    '!apic !ioapic !pic !pci !pciir !pcitree !pcrs !mca !mtrr !pat !pmc !pmssa !whea !errrec !errpkt !errlog !smt !numa !numa_hal !sysinfo !mps !isainfo !isr !ivt !ih !ihs !btb !gbl !lbt !cchelp !asd !facs',
    'rdmsr, !cpuinfo and !idt show the processor.',
  ],
  [
    '!list !for_each_process !for_each_thread !for_each_module !for_each_frame !for_each_local !for_each_register !for_each_function !validatelist !dflink !dblink !gentable !rtlavl',
    'dt -l and dl walk a list; .foreach and .for repeat commands.',
  ],
  [
    '!trap !cxr !tss !sel !processfields !threadfields !kuser !kb !kv !dt !reg !regkcb !rellist !callback !bpid !bushnd',
    '.trap, .cxr, dg, k and dt show the same.',
  ],
  [
    '!verifier !time !tz !tzinfo !whattime !whatperftime !dbgprint !popolicy !pocaps !poaction !powertriage !poproc !ppmidle !ppmidleaccounting !ppmidlepolicy !ppmlpscenarios !ppmperf !ppmperfpolicy !ppmsettings !ppmstate !alpc !lpc !port !quota !owner !net_send !blockeddrv !wmiprint !patch',
    NOTHING,
  ],
];
/** Extension libraries that come with WinDbg and whose commands are about drivers, tracing or managed code. */
const LIBRARIES = new Set(
  'storagekd bthkd gpiokd usb3kd usbkd rcdrkd hidkd logexts ndiskd rpcexts acpikd ks scsikd minipkd wdfkd wudfext wmitrace sos fltkd wow64exts gdikdx uext winxp win8_x86 ntsdexts userexts kext kdex2x86 sieextpub storport wsk vpci spb netx'.split(
    ' ',
  ),
);
interface Missing {
  readonly instead: string;
  readonly kind: OutputKind;
}
const TABLE = new Map<string, Missing>(
  MISSING.flatMap(([names, instead, kind = 'unsupported']) => names.split(' ').map(name => [name, { instead, kind }] as const)),
);

/** Every name it has an entry for. */
export const UNAVAILABLE: readonly string[] = [...TABLE.keys()];

/** The entry for a real command we do not have, by its exact name. */
export function unavailable(name: string): Command | undefined {
  const entry = TABLE.get(name);
  return entry && missing(name, entry);
}
const missing = (name: string, { instead, kind }: Missing): Command => ({
  names: [name],
  syntax: name,
  summary: `Not available in this lab. ${instead}`,
  kind,
  run: ({ out, args }) => {
    args.all();
    out.line(`${name}: not available in this lab. ${instead}`);
  },
});

/** The entry for `!library.command` of a library WinDbg comes with and this lab has not. */
export function unavailableLibrary(name: string): Command | undefined {
  const library = /^!(\w+)\./.exec(name)?.[1]?.toLowerCase();
  return library !== undefined && LIBRARIES.has(library) ? missing(name, { instead: NOTHING, kind: 'unsupported' }) : undefined;
}

/** An extension command of a name no debugger has. */
export function unknownExtension(name: string): Command {
  const bare = name.slice(1);
  return {
    names: [name],
    syntax: name,
    summary: 'No extension has this name.',
    kind: 'unsupported',
    run: ({ out }) => {
      out.line(`${bare} is not extension gallery command`);
      const refusal = new Refusal('plain', `No export ${bare} found`);
      refusal.kind = 'unsupported';
      throw refusal;
    },
  };
}
