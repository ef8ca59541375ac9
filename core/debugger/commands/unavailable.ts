/** Commands WinDbg has and this lab has not, each with what to use here; and extensions nobody has. */
import type { Command } from '../command.ts';
import { Refusal } from '../refusal.ts';

/** Names, and what to use instead. */
const MISSING: readonly (readonly [names: string, instead: string])[] = [
  ['dv', 'Public symbols know no locals: r, dps @rsp and dt show values.'],
  ['ib iw id ob ow od', 'Devices are not driven from the console.'],
  ['| ||', 'There is one target, the machine; !process 0 0 lists its processes.'],
  ['ux', 'ur shows 16-bit code.'],
  ['ls lsa lsp lse lsf lsc', 'There is no source: u and uf show code.'],
  ['p- t- g- g-u gu- p-- t--', "The real ones belong to recordings of user-mode programs; the window's timeline goes back in time."],
  ['!tt !positions !ttdext', "The window's timeline goes to a position."],
  ['.dump .dumpcab .opendump .crash', 'There are no dump files here; .restart starts the machine again.'],
  [
    '.attach .create .createdir .detach .kill .tlist .childdbg .abandon .setdll',
    'The target is the whole machine: !process 0 0 lists its processes.',
  ],
  ['.exr .lastevent .eventlog .exptr .bugcheck .event_code', ".trap with a frame's address, r and k show where a stop came from."],
  ['.fnent .fnret .fpo .inline .dml_flow .dml_start', 'uf shows functions.'],
  ['.tss .jdinfo .fiber .wow', '.trap and .thread choose a context; dt nt!_KTSS64 shows a task state.'],
  ['.pagein .holdmem .dvalloc .dvfree .readmem .writemem .call', 'e and m change memory; nothing is paged out.'],
  [
    '.shell .server .servers .endsrv .endpsrv .remote .remote_exit .clients .send_file .netuse .noshell .netsyms',
    'The lab runs no other programs and serves no sessions.',
  ],
  [
    '.scriptload .scriptrun .scriptunload .scriptlist .scriptproviders .scriptdebug .nvload .nvlist .nvunload',
    'Scripts are WinDbg commands in files of the open pack: $$>a<.',
  ],
  [
    '.pcmd .ocommand .idle_cmd .sxcmds .sxr .breakin .bpsync .suspend_ui .flash_on_break .sound_notify .wake .sleep .ttime',
    'A breakpoint can have commands: bp address "commands".',
  ],
  [
    '.outmask .echotimestamps .echocpunum .ofilter .wtitle .write_cmd_hist .closehandle .dbgdbg .debug_sw_wow .settings .secure .step_filter .locale .quit_lock .allow_bp_ba_convergence .allow_exec_cmds .allow_image_mapping .apply_dbp .beep .browse .context .copysym .cordll .drivers .extmatch .extpath .fiximports .force_tb .hideinjectedcode .imgscan .kdfiles .kdtrans .logfile .lsrcpath .lsrcfix .noversion .pop .push .record_branches .rrestart .show_read_failures .show_sym_failures .srcfix .srcnoisy .srcpath .typeopt .unloadall .urestart',
    'Nothing in this lab depends on it.',
  ],
  ['!analyze', 'k, .trap and r show where the machine stopped and why.'],
  ['!chksym', 'Symbols come with the machine.'],
  ['!handle !htrace !obja !obtrace', 'dt nt!_EPROCESS shows a process.'],
  [
    '!drvobj !devobj !devnode !devstack !devext !irp !irpfind !irpzone !fltkd !wdfkd !usbkd !ndiskd !storagekd !drivers !fileobj !filelock !srb !urb !pnpevent !arbiter',
    'These machines have no device drivers.',
  ],
  [
    '!address !vad !vadump !vprot !vm !memusage !memlist !pfn !pool !poolfind !poolused !poolval !lookaside !session !sysptes !ca !filecache !ptov !pte2va !searchpte !mapped !frag',
    '!pte and !vtop show how an address is mapped.',
  ],
  [
    '!locks !stacks !running !ready !apc !dpcs !timer !qlocks !exqueue !findthreads !uniqstack !runaway !deadlock !zombies !job !sprocess',
    '!process 0 7 and !thread show threads.',
  ],
  ['!token !tokenfields !acl !sd !sid !logonsession', 'dt nt!_TOKEN shows a token.'],
  ['!dlls !dh !lmi !imgscan !imgreloc !rebase', 'lm shows modules.'],
  [
    '!heap !gflag !avrf !cs !critsec !gle !error !ustr !str !slist !strct !tls !atom !envvar !dphdump !wow64exts !exchain !ldr',
    'dt, dS and dps show structures and strings.',
  ],
  [
    '!apic !ioapic !pic !pci !pcitree !pcrs !mca !mtrr !pat !whea !errrec !smt !numa !numa_hal !sysinfo !acpikd !amli !fadt !facs !mps !isainfo',
    'rdmsr, !cpuinfo and !idt show the processor.',
  ],
  [
    '!list !for_each_process !for_each_thread !for_each_module !for_each_frame !for_each_local !for_each_register !for_each_function !validatelist !dflink !dblink',
    'dt -l walks a list; .foreach and .for repeat commands.',
  ],
  [
    '!trap !cxr !exr !tss !sel !processfields !threadfields !kuser !prcbs !reg !regkcb !rellist !object_ref !ob',
    '.trap, .cxr, dg and dt show the same.',
  ],
  [
    '!bugdump !bugcheck !lastevent !verifier !swd !time !tz !tzinfo !whattime !whatperftime !dbgprint !errlog !evlog !popolicy !pocaps !alpc !lpc !gentable !rtlavl !quota !owner !wmitrace !wdmaud !net_send !sos !mex',
    'Nothing in this lab depends on it.',
  ],
];
const TABLE = new Map<string, string>(MISSING.flatMap(([names, instead]) => names.split(' ').map(name => [name, instead] as const)));

/** The entry for a real command we do not have, by its exact name. */
export function unavailable(name: string): Command | undefined {
  const instead = TABLE.get(name);
  return instead === undefined
    ? undefined
    : {
        names: [name],
        syntax: name,
        summary: `Not available in this lab. ${instead}`,
        kind: 'unsupported',
        run: ({ out, args }) => {
          args.all();
          out.line(`${name}: not available in this lab. ${instead}`);
        },
      };
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
