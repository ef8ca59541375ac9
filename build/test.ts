/** npm test, once dependencies are there: every stage runs, whatever failed before it; the last line counts. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browser, electronRuntime, hasDisplay, root, say } from './env.mjs';

interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Titles of tests that passed when run again, not at first. */
  readonly again?: readonly string[];
}
interface Stage {
  readonly name: string;
  readonly args: readonly string[];
  /** Counts from the runner's own report; without it a stage is one check. */
  readonly report?: (exit: number) => Count;
  readonly env?: Readonly<Record<string, string>>;
}
const bin = (name: string): string => path.join('node_modules', ...name.split('/'));
const scratch = mkdtempSync(path.join(tmpdir(), 'syscall-lab-test-'));
const readReport = (name: string): unknown => {
  const file = path.join(scratch, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

function vitestCounts(exit: number): Count {
  const report = readReport('unit.json') as { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number } | undefined;
  if (!report) return { passed: 0, failed: 1 };
  const failed = Math.max(report.numFailedTests, exit === 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed };
}
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
}
const flakyIn = (suite: Suite): readonly string[] => [
  ...suite.specs.filter(({ tests }) => tests.some(t => t.status === 'flaky')).map(s => s.title),
  ...(suite.suites ?? []).flatMap(flakyIn),
];
function playwrightCounts(name: string, exit: number): Count {
  const report = readReport(name) as
    | {
        readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
        readonly suites: readonly Suite[];
      }
    | undefined;
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: Math.max(unexpected, exit === 0 ? 0 : 1), again: report.suites.flatMap(flakyIn) };
}

async function run(stage: Stage): Promise<Count> {
  const started = performance.now();
  const child = spawn(process.execPath, [...stage.args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...stage.env },
  });
  let output = '';
  child.stdout.on('data', (b: Buffer) => (output += b.toString()));
  child.stderr.on('data', (b: Buffer) => (output += b.toString()));
  const exit = await new Promise<number>(done =>
    child.on('exit', code => {
      done(code ?? 1);
    }),
  );
  const count = stage.report?.(exit) ?? { passed: exit === 0 ? 1 : 0, failed: exit === 0 ? 0 : 1 };
  if (count.failed) console.log(output.trimEnd());
  for (const title of count.again ?? []) say(`passed only when run again: ${title}`);
  say(
    `${stage.name}: ${count.failed ? `${count.failed} FAILED` : 'ok'}${stage.report ? `, ${count.passed} passed` : ''} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  return count;
}

/** Chromium and a Chinese font: found, or installed where this is a test machine of ours to install on. */
function ensureBrowser(): boolean {
  const font = (): boolean =>
    process.platform !== 'linux' ||
    /Noto Sans CJK|Noto Sans SC|WenQuanYi|Source Han/i.test(spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout ?? '');
  if (browser() && font()) return true;
  if (process.platform === 'linux' && process.env['CI'] && process.getuid?.() === 0) {
    say('installing Chromium and a Chinese font');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (!browser()) say('browser tests skipped: install Chromium (or set CHROMIUM_PATH) and a Chinese font such as fonts-noto-cjk');
  else if (!font()) say('no Chinese font found: install fonts-noto-cjk; the check that Chinese is drawn in a real font will fail');
  return browser() !== undefined;
}

const TYPES = ['core', 'main', 'build', 'test'].map((folder): Stage => ({
  name: `types of ${folder}`,
  args: [bin('typescript/bin/tsc'), '-p', folder],
}));
const FIRST: readonly Stage[] = [{ name: 'build', args: ['build/bundle.ts'] }];
const CHECKS: readonly Stage[] = [
  {
    name: 'unit tests',
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path.join(scratch, 'unit.json')}`,
    ],
    report: vitestCounts,
  },
  ...TYPES,
  {
    name: 'types of renderer',
    args: [bin('svelte-check/bin/svelte-check'), '--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--threshold', 'error'],
  },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'packages', args: ['build/dist-check.ts'] },
  { name: 'packs', args: ['main/cli/main.ts', 'pack', 'prove', 'exercises/syscalls', '--seeds', '6'] },
];
/** Of the browser's tests: what is timed runs alone, with nothing beside it. */
const TIMED = '@timed';
const uiStage = (name: string, report: string, args: readonly string[]): Stage => ({
  name,
  args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json', ...args],
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(scratch, report) },
  report: exit => playwrightCounts(report, exit),
});
const UI: readonly Stage[] = [
  uiStage('browser tests', 'ui.json', ['--workers=2', '--grep-invert', TIMED]),
  uiStage('timed browser tests', 'timed.json', ['--grep', TIMED]),
];

/** Two at a time: what this runs on has two cores at least. */
async function together(stages: readonly Stage[]): Promise<Count[]> {
  const queue = [...stages],
    counts: Count[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) counts.push(await run(next));
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

/** `--check`: only what needs no running: types, lint, format. */
const quick = process.argv.includes('--check');
const counts = quick
  ? await together(CHECKS.filter(s => /^(types|lint|format)/.test(s.name)))
  : [...(await together(FIRST)), ...(await together(CHECKS))];
if (!quick && ensureBrowser()) for (const stage of UI) counts.push(await run(stage));
say(
  electronRuntime() && hasDisplay()
    ? 'Electron: its smoke test ran with the browser tests'
    : 'Electron: smoke test skipped, there is no runtime or no display here',
);
rmSync(scratch, { recursive: true, force: true });
const total = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;
