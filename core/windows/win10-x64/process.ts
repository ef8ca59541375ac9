/** What describes the running thread: KPCR, KTHREAD, EPROCESS, TEB, PEB, the shared page. */
import type { Builder } from './builder.ts';
import type { Release } from './services.ts';

/** The structures the path and the panes read. */
export function buildProcess(b: Builder, release: Release): void {
  const { space, place: p } = b,
    prcb = p.kpcr + 0x180n;
  space.map(p.kpcr, 0xb080n, { write: true });
  for (const base of [p.thread, p.process]) space.map(base & ~0xfffn, 0x2000n, { write: true });
  space.map((p.rspBase - 0x6000n) & ~0xfffn, 0x7000n, { write: true });
  const shared = space.page();
  space.mapTo(0xfffff78000000000n, shared, { write: true });
  space.mapTo(0x7ffe0000n, shared, { user: true });
  const q = (at: bigint, v: bigint): void => space.number(at, 8, v);
  q(p.kpcr, p.kpcr - 0x2000n);
  q(p.kpcr + 8n, p.kpcr - 0x3000n);
  q(p.kpcr + 0x18n, p.kpcr);
  q(p.kpcr + 0x20n, prcb);
  q(p.kpcr + 0x30n, p.teb);
  q(p.kpcr + 0x38n, p.kpcr - 0x4000n);
  space.number(prcb, 4, 0x1f80n);
  q(prcb + 8n, p.thread);
  q(prcb + 0x18n, p.thread);
  q(prcb + 0x28n, p.rspBase);
  q(p.thread + 0x28n, p.rspBase);
  q(p.thread + 0x30n, p.rspBase - 0x5c90n);
  q(p.thread + 0x38n, p.rspBase + 0x370n);
  q(p.thread + 0x58n, p.rspBase - 0x400n);
  q(p.thread + 0xb8n, p.process);
  q(p.thread + 0xf0n, p.teb);
  q(p.thread + 0x220n, p.process);
  space.number(p.thread + 0x232n, 1, 1n);
  q(p.thread + 0x478n, 0x1a2cn);
  q(p.thread + 0x480n, 0x1b40n);
  q(p.process + 0x28n, space.root);
  q(p.process + 0x440n, 0x1a2cn);
  q(p.process + 0x550n, p.teb - 0x1000n);
  space.write(
    p.process + 0x5a8n,
    Uint8Array.from('note.exe\0', c => c.charCodeAt(0)),
  );
  q(p.teb + 8n, (p.userRsp + 0x858n) & ~0xfffn);
  q(p.teb + 0x30n, p.teb);
  q(p.teb + 0x40n, 0x1a2cn);
  q(p.teb + 0x48n, 0x1b40n);
  q(p.teb + 0x60n, p.teb - 0x1000n);
  q(p.teb - 0x1000n + 0x10n, p.note);
  space.number(0xfffff78000000260n, 4, BigInt(release.buildNumber));
  space.number(0xfffff7800000026cn, 4, 10n);
  q(0xfffff78000000014n, 0x01dc5e0000000000n);
}
