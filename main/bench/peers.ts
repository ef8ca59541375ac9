/** Other emulators on the same guest: QEMU TCG, Bochs and Unicorn where they are installed (Debian: nasm gcc qemu-system-x86 bochs bochs-term vgabios libunicorn-dev). */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { physicalImage } from './guest64.ts';

/** Seconds a workload took, and what it returned; absent where the peer does not run it. */
export interface PeerRun {
  readonly w1: number;
  readonly w2: number;
  readonly w3?: number;
  readonly sums: readonly string[];
}
export interface Counts {
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
}
export interface Peer {
  readonly name: string;
  readonly counts: Counts;
  readonly installed: () => boolean;
  readonly run: (folder: string, counts: Counts) => Promise<PeerRun>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const onPath = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(path.delimiter).some(folder => existsSync(path.join(folder, command)));
const nasm = (folder: string, source: string, out: string, ...flags: string[]): void => {
  execFileSync('nasm', ['-f', 'bin', '-w-number-overflow', ...flags, source, '-o', out], { cwd: folder });
};

/** A 128-KiB ROM that enters long mode, maps the guest and runs it: the reset vector of QEMU and Bochs. */
function buildRom(folder: string, counts: Counts): string {
  const user = path.join(folder, 'user64.bin');
  nasm(folder, here('guests/user64.asm'), user, `-DN3=${counts.w3}`);
  const ram = physicalImage();
  const view = new DataView(ram.buffer);
  ram.fill(0, 0x21000, 0x22000);
  ram.set(readFileSync(user), 0x21000);
  view.setBigUint64(0x21030, BigInt(counts.w1), true);
  view.setBigUint64(0x21038, BigInt(counts.w2), true);
  const quad = (at: number): bigint => view.getBigUint64(at, true);
  let table = 0x80000; // the boot code runs on an identity-mapped 2-MiB page
  for (let level = 0; level < 2; level++) table = Number(quad(table) & 0xfffff000n);
  view.setBigUint64(table, 0x83n, true);
  const pages: number[] = [];
  for (let page = 0x10000; page < 0x90000; page += 4096) if (ram.subarray(page, page + 4096).some(b => b !== 0)) pages.push(page);
  pages.forEach((page, n) => writeFileSync(path.join(folder, `page${n}.bin`), ram.subarray(page, page + 4096)));
  writeFileSync(path.join(folder, 'pages.inc'), pages.map((_, n) => `incbin "page${n}.bin"\n`).join(''));
  writeFileSync(path.join(folder, 'table.inc'), pages.map((page, n) => `dd ${page}, ${0xe0000 + n * 4096}\n`).join('') + 'dd 0,0\n');
  writeFileSync(path.join(folder, 'w3.bin'), ram.subarray(0x100000));
  const rom = path.join(folder, 'rom64.bin');
  nasm(folder, here('peers/boot64.asm'), rom);
  return rom;
}

/** Runs a full-system emulator and takes the time at each marker the guest writes to port E9h. */
async function timeMarkers(command: string, args: readonly string[], cwd: string): Promise<PeerRun> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TERM: 'xterm' } });
  const limit = setTimeout(() => child.kill('SIGKILL'), 240_000);
  const seen = new Map<string, number>();
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('latin1').replace(/\r/g, '');
    for (const [marker, pattern] of [
      ['S', /S\n/],
      ['1', /S\n1\n/],
      ['2', /\n2\n/],
      ['3', /\n2\n3\n/],
    ] as const)
      if (!seen.has(marker) && pattern.test(output)) seen.set(marker, performance.now());
  });
  await new Promise(done => child.on('exit', done));
  clearTimeout(limit);
  const between = (from: string, to: string): number => ((seen.get(to) ?? NaN) - (seen.get(from) ?? NaN)) / 1000;
  return {
    w1: between('S', '1'),
    w2: between('1', '2'),
    ...(seen.has('3') && { w3: between('2', '3') }),
    sums: output.match(/[0-9a-f]{16}\b/g)?.slice(0, 2) ?? [],
  };
}

async function qemu(folder: string, counts: Counts): Promise<PeerRun> {
  const rom = buildRom(folder, counts);
  const args = [
    '-accel',
    'tcg',
    '-M',
    'pc',
    '-cpu',
    'max',
    '-m',
    '16',
    '-bios',
    rom,
    '-display',
    'none',
    '-serial',
    'none',
    '-monitor',
    'none',
    '-net',
    'none',
    '-no-reboot',
  ];
  args.push('-debugcon', 'stdio', '-device', 'isa-debug-exit,iobase=0xf4,iosize=1');
  if (counts.w3) args.push('-device', `loader,file=${path.join(folder, 'w3.bin')},addr=0x100000,force-raw=on`);
  return timeMarkers('qemu-system-x86_64', args, folder);
}

async function bochs(folder: string, counts: Counts): Promise<PeerRun> {
  const rom = buildRom(folder, { ...counts, w3: 0 });
  const settings = [
    'megs: 32',
    `romimage: file=${rom}, address=0x00000000, options=none`,
    'vgaromimage: file=/usr/share/vgabios/vgabios.bin',
    'cpu: model=corei7_sandy_bridge_2600k, ips=400000000',
    'clock: sync=none',
    'display_library: rfb, options="timeout=0"',
    'port_e9_hack: enabled=1',
    'log: bochs.log',
    'panic: action=fatal',
    'boot: disk',
  ];
  writeFileSync(path.join(folder, 'bochsrc'), settings.join('\n') + '\n');
  writeFileSync(path.join(folder, 'bochscmd'), 'c\n');
  return timeMarkers('script', ['-qfec', 'bochs -q -f bochsrc -rc bochscmd', '/dev/null'], folder);
}

async function unicorn(folder: string, counts: Counts): Promise<PeerRun> {
  writeFileSync(path.join(folder, 'ram.bin'), physicalImage().subarray(0, 0x90000));
  nasm(folder, here('guests/kern64.asm'), path.join(folder, 'kern64uc.bin'), '-DUNICORN');
  copyFileSync(here('peers/uc.c'), path.join(folder, 'uc.c'));
  execFileSync('gcc', ['-O2', 'uc.c', '-o', 'uc', '-lunicorn'], { cwd: folder, stdio: 'ignore' });
  const output = execFileSync('./uc', [String(counts.w1), String(counts.w2)], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)!) as PeerRun;
}

export const PEERS: readonly Peer[] = [
  {
    name: 'QEMU TCG',
    counts: { w1: 2500, w2: 5_000_000, w3: 3000 },
    installed: () => onPath('qemu-system-x86_64') && onPath('nasm'),
    run: qemu,
  },
  {
    name: 'Unicorn',
    counts: { w1: 100, w2: 100_000, w3: 0 },
    installed: () => existsSync('/usr/include/unicorn/unicorn.h') && onPath('gcc') && onPath('nasm'),
    run: unicorn,
  },
  {
    name: 'Bochs',
    counts: { w1: 150, w2: 300_000, w3: 0 },
    installed: () => onPath('bochs') && onPath('nasm') && onPath('script'),
    run: bochs,
  },
];

/** Runs a peer in a folder of its own, removed afterwards. */
export async function runPeer(peer: Peer, counts: Counts = peer.counts): Promise<PeerRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'syscall-lab-peer-'));
  try {
    return await peer.run(folder, counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
