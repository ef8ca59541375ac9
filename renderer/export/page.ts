/** A session as one page that needs nothing else: no script, no picture, nothing fetched. */
import type { Printed, Transcript } from '../../core/lab/transcript.ts';
import type { Note } from '../../core/host.ts';
import { language, t } from '../i18n/language.svelte.ts';
import { pointers } from '../panes/console/paint.ts';
import { inlineHtml, markdownHtml } from '../parts/markdown.ts';
import { headingOf, partsOf, type Aside, type Part } from './story.ts';

const escape = (text: string): string => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
const STYLE = `
:root{color-scheme:light dark;--ink:#13181d;--ink-2:#3f4953;--pane:#fbfcfd;--pane-2:#f0f3f5;--line:#cfd6dd;--kernel:#0c52ad;--user:#7d4b00;--ok:#00654f;--wrong:#ab2f08}
@media screen and (prefers-color-scheme:dark){:root{--ink:#eceff2;--ink-2:#b9c2cb;--pane:#13161a;--pane-2:#1a1e23;--line:#2a3037;--kernel:#8bbcff;--user:#efb94f;--ok:#5fd0ae;--wrong:#ff9d78}}
body{margin:0 auto;max-width:100ch;padding:24px;background:var(--pane);color:var(--ink);font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei UI",sans-serif}
h1{font-size:26px;line-height:32px;margin:0}header p{margin:0;color:var(--ink-2)}header{border-bottom:1px solid var(--line);padding-bottom:12px;margin-bottom:16px}
pre,code{font:13px/1.45 "Cascadia Mono",Consolas,Menlo,"DejaVu Sans Mono",monospace}pre{margin:0 0 2px;white-space:pre-wrap;overflow-wrap:anywhere}
.prompt{color:var(--ink-2)}.kernel{color:var(--kernel)}.user{color:var(--user)}
.hint{color:var(--ink-2);background:var(--pane-2)}
aside{border-left:3px solid var(--line);background:var(--pane-2);padding:8px 12px;margin:10px 0}aside.ok{border-color:var(--ok)}aside.wrong{border-color:var(--wrong);border-left-style:dashed}aside.note{border-left-style:double;border-left-width:6px}
aside h2{font-size:14px;margin:0}aside p{margin:4px 0 0}
@page{margin:14mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt system-ui,sans-serif;color:#3f4953}}
@media print{:root{color-scheme:light;--pane:#fff}body{max-width:none;padding:0;font-size:10.5pt}pre,code{font-size:8.5pt}pre{orphans:4;widows:4}aside,h1,header{break-inside:avoid}}
`;
const painted = (line: string): string =>
  pointers(line, true)
    .map(({ text, half }) => (half ? `<span class="${half}">${escape(text)}</span>` : escape(text)))
    .join('');
const printedHtml = ({ text, hint }: Printed): string =>
  text.trimEnd().split('\n').map(painted).join('\n') +
  (hint === undefined
    ? ''
    : hint
        .split('\n')
        .map(line => `\n<span class="hint">┊ ${escape(line)}</span>`)
        .join(''));
const MARKS = { ok: '✓', wrong: '≠', ask: '?' } as const;

const asideHtml = ({ kind, title, typed, tone, prose }: Aside): string =>
  `<aside class="${kind} ${tone ?? ''}"><h2>${tone ? `${MARKS[tone]} ` : ''}${inlineHtml(title)}</h2>${
    typed === undefined || typed === '' ? '' : `<pre>${escape(typed)}</pre>`
  }${prose.map(p => (kind === 'note' ? `<p>${escape(p).replaceAll('\n', '<br>')}</p>` : markdownHtml(p))).join('')}</aside>`;
function partHtml(part: Part): string {
  if (part.kind !== 'line') return asideHtml(part);
  const output = part.printed.map(printedHtml).filter(html => html !== '');
  return `<pre><span class="prompt">${escape(part.prompt)}</span> <b>${escape(part.line)}</b>${output.map(html => `\n${html}`).join('')}</pre>`;
}
export function transcriptPage(transcript: Transcript, notes: readonly Note[]): string {
  const { title, facts } = headingOf(transcript);
  return `<!doctype html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} · Syscall Lab</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escape(title)}</h1>${facts.map(f => `<p>${escape(f)}</p>`).join('')}<p>${escape(t('transcript.marks'))}</p></header>
<main>
${partsOf(transcript, notes).map(partHtml).join('\n')}
</main>
</body>
</html>
`;
}
