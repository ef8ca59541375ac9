/** Everything the assembler says to a person. `{name}` and the like are filled in from a problem's values. */
import { fill, type Localized } from '../problem.ts';

export const ASM_MESSAGES = {
  character: { en: 'cannot read "{text}"', 'zh-CN': '无法识别“{text}”' },
  'not-here': { en: '"{text}" was not expected here', 'zh-CN': '这里不应出现“{text}”' },
  'no-value': { en: 'a number or a name is missing', 'zh-CN': '缺少一个数或名字' },
  'no-close': { en: '"{text}" is missing', 'zh-CN': '缺少“{text}”' },
  'no-operand': { en: 'an operand is missing between commas', 'zh-CN': '逗号之间缺少操作数' },
  undefined: { en: '{name} is not defined', 'zh-CN': '{name} 没有定义' },
  twice: { en: '{name} is defined twice', 'zh-CN': '{name} 定义了两次' },
  'not-an-instruction': { en: '{text} is not an instruction', 'zh-CN': '{text} 不是指令' },
  operands: { en: '{text} does not take these operands', 'zh-CN': '{text} 不接受这些操作数' },
  'no-size': {
    en: 'say how large the memory operand is (byte, word, dword, qword ptr)',
    'zh-CN': '请写明内存操作数的大小（byte、word、dword 或 qword ptr）',
  },
  'subtracted-register': { en: 'a register cannot be subtracted', 'zh-CN': '寄存器不能作减数' },
  scale: { en: 'a scale is 1, 2, 4 or 8', 'zh-CN': '比例因子只能是 1、2、4 或 8' },
  'two-indexes': { en: 'only one register can be the index', 'zh-CN': '只能有一个变址寄存器' },
  'three-registers': { en: 'an address takes two registers at most', 'zh-CN': '一个地址最多用两个寄存器' },
  'not-constant': { en: 'this must be a number that does not move with the code', 'zh-CN': '这里必须是不随代码移动的数' },
  'two-images': { en: 'these two addresses do not move together', 'zh-CN': '这两个地址不会一起移动' },
  alignment: { en: 'an alignment is a power of 2', 'zh-CN': '对齐值必须是 2 的幂' },
  'pad-back': { en: 'pad cannot go back', 'zh-CN': 'pad 不能后退' },
  overlap: { en: 'these bytes lie on those of line {line}', 'zh-CN': '这些字节与第 {line} 行的字节重叠' },
  'times-limit': { en: 'times is limited to {limit}', 'zh-CN': 'times 最多重复 {limit} 次' },
  'too-large': { en: 'more than {limit} of code and data', 'zh-CN': '代码和数据超过 {limit}' },
  unsettled: { en: 'the addresses do not settle: a size depends on itself', 'zh-CN': '地址无法确定：某个大小依赖于自身' },
} as const satisfies Record<string, Localized>;
export type AsmMessage = keyof typeof ASM_MESSAGES;

/** A message in every language. */
export const say = (code: AsmMessage, values: Readonly<Record<string, string>> = {}): Localized => ({
  en: fill(ASM_MESSAGES[code].en, values),
  'zh-CN': fill(ASM_MESSAGES[code]['zh-CN'], values),
});

/** What is wrong with a piece of text, and where: `at` counts from 0. */
export class SyntaxProblem extends Error {
  readonly says: Localized;
  readonly at: number;
  constructor(code: AsmMessage, at: number, values: Readonly<Record<string, string>> = {}) {
    const says = say(code, values);
    super(says.en);
    this.says = says;
    this.at = at;
  }
}
