/** The x87 and MMX registers. The machine has no x87, so they show what FNINIT leaves: empty registers, all exceptions masked. */

const CONTROL: Readonly<Record<string, string>> = { fpcw: '027f', fpsw: '0000', fptw: 'ffff', fopcode: '0000', fpip: '00000000', fpdp: '00000000' };
const ZERO = '0.000000000000000000000e+0000';

/** `st0= 0.0...`, `mm0=0000...`, `fpcw=027f`; undefined where the name is none of these. */
export function floatRegister(name: string): string | undefined {
  if (/^st[0-7]$/.test(name)) return `${name}= ${ZERO} (0:0000:0000000000000000)`;
  if (/^mm[0-7]$/.test(name)) return `${name}=0000000000000000`;
  return Object.hasOwn(CONTROL, name) ? `${name}=${CONTROL[name]!}` : undefined;
}
const PAIRS = [0, 2, 4, 6];
/** Lines of `rF`. */
export const floatLines = (): readonly string[] => [
  'fpcw=027F: rn 53 puozdi  fpsw=0000: top=0 cc=0000 --------  fptw=FFFF',
  '           fopcode=0000  fpip=0000:00000000  fpdp=0000:00000000',
  ...PAIRS.map(n => `st${n}= ${ZERO}  st${n + 1}= ${ZERO}`),
];
/** Lines of `rM 10`. */
export const mmxLines = (): readonly string[] => PAIRS.map(n => `${floatRegister(`mm${n}`)!}  ${floatRegister(`mm${n + 1}`)!}`);
