/** A small pack with nothing wrong in it, as its files: what the spoiled ones are made from. */

const packYml = `format: labpack/1
id: small
uuid: 0f6a2f0e-6f0b-4c7e-9a55-6a1d0a2f7c10
version: 1.0.0
languages: [en, zh-CN]
title: { en: A small pack, zh-CN: 小包 }
licence: MIT
authors: [Somebody]
plan:
  - section: words
    title: { en: Words, zh-CN: 词 }
    exercises: [words]
  - section: registers
    title: { en: Registers, zh-CN: 寄存器 }
    exercises: [first, second]
paths:
  - { id: short, title: { en: Short, zh-CN: 短 }, exercises: [first] }
course:
  - { title: { en: A week, zh-CN: 一周 }, class: [first], homework: [second] }
exam:
  minutes: 30
  rows:
    - { pick: 1, of: [first, second] }
pages:
  - { id: stack, machine: bench-x64 }
`;

const firstYml = `status: ready
level: 1
minutes: 5
teaches: [registers]
needs: []
machine: { base: bench-x64 }
params:
  n: { int: [16, 48, 16], where: n != 32 }
  far: { value: "reg('rsp') + n" }
steps:
  - id: sum
    answer: address
    ref: stack#pointer
    expect: "reg('rsp') + n"
    misconceptions:
      - { id: down, value: reg('rsp') - n, say: down }
  - id: way
    answer: choice
    options: [up, down]
    expect: down
    misconceptions:
      - { id: up, value: up, say: grows }
  - id: pair
    answer: table
    rows:
      - { id: low, type: integer, expect: reg('rsp') & 0xffff, width: 16 }
      - { id: high, type: integer, expect: (reg('rsp') >> 16) & 0xff }
hints:
  - { id: look, cost: 5 }
`;
const firstTests = `golden:
  console: ['r rsp', '? {{far|plain}}', '? @rsp & ffff']
negative:
  - { step: sum, answer: '@rsp', result: malformed }
  - { step: way, answer: up, result: misconception, say: grows }
`;
const firstEn = `# The stack pointer

RSP holds an address.

## step: sum
Which address lies {{n}} above RSP?

## step: way
Which way does the stack grow?

## option: way.up
Up

## option: way.down
Down

## step: pair
Take RSP apart

## row: pair.low
The low 16 bits

## row: pair.high
Bits 16 to 23

## hint: look
\`r rsp\`

## feedback: down
That is {{n}} below RSP.

## feedback: grows
A push makes RSP smaller.

## why
The stack grows down.
`;
const firstZh = `# 栈指针

RSP 里是一个地址。

## step: sum
RSP 往上 {{n}} 是哪个地址？

## step: way
栈往哪个方向增长？

## option: way.up
向上

## option: way.down
向下

## step: pair
把 RSP 拆开

## row: pair.low
低 16 位

## row: pair.high
位 16 到 23

## hint: look
\`r rsp\`

## feedback: down
那是 RSP 往下 {{n}}。

## feedback: grows
压栈会让 RSP 变小。

## why
栈向下增长。
`;

const secondYml = `status: ready
level: 2
minutes: 5
teaches: [flags]
needs: [first]
machine: { base: bench-x64 }
steps:
  - id: here
    answer: check
    that: reg('rip') != at('start').rip
  - id: flags
    answer: integer
    expect: reg('efl')
`;
const secondTests = `golden:
  console: ['r efl', 't']
negative: []
`;
const secondEn = `# Flags

RFLAGS holds bits.

## step: here
Step once

## step: flags
What is in RFLAGS?

## why
Bit 1 is set.
`;
const secondZh = `# 标志

RFLAGS 里是一些位。

## step: here
单步一次

## step: flags
RFLAGS 里是什么？

## why
位 1 是 1。
`;
const wordsYml = `status: ready
level: 3
minutes: 5
teaches: [words]
needs: [second]
machine: { base: bench-x64 }
params:
  n: { choose: [0x1234, 0x5678] }
steps:
  - id: set
    answer: flags
    of: [CF, ZF, IF]
    expect: reg('efl') | 1
    misconceptions:
      - { id: other, value: ~(reg('efl') | 1), say: other }
  - id: frame
    answer: order
    options: [cs, rip, flags]
    expect: [rip, cs, flags]
    misconceptions:
      - { id: pushed, value: [flags, cs, rip], say: pushed }
  - id: memory
    answer: bytes
    expect: [n, n >> 8, reg('rsp')]
    misconceptions:
      - { id: turned, value: [n >> 8, n, reg('rsp')], say: turned }
  - id: name
    answer: text
    expect: [stack pointer, 'rsp {{n|plain}}']
    misconceptions:
      - { id: frame, value: frame pointer, say: pointer }
`;
const wordsTests = `golden:
  console: ['r']
  answers: { name: 'Stack  POINTER' }
negative:
  - { step: set, answer: PF, result: malformed }
  - { step: frame, answer: rip cs, result: malformed }
  - { step: frame, answer: flags cs rip, result: misconception, say: pushed }
  - { step: memory, answer: '12 3', result: malformed }
  - { step: memory, answer: '00', result: wrong }
  - { step: name, answer: Frame pointer, result: misconception, say: pointer }
`;
const wordsIn = (title: string, why: string): string => `# ${title}

## step: set
${title} 1

## step: frame
${title} 2

## option: frame.cs
CS

## option: frame.rip
RIP

## option: frame.flags
RFLAGS

## step: memory
${title} {{n}}

## step: name
${title} 4

## feedback: other
${why}

## feedback: pushed
${why}

## feedback: turned
${why}

## feedback: pointer
${why}

## why
${why}
`;
const page = (title: string, part: string, says: string): string => `# ${title}

## part: pointer
${part}
${says} {{reg('rsp')|address}}.
`;

export const GOOD: Readonly<Record<string, string>> = {
  'pack.yml': packYml,
  'exercises/first/exercise.yml': firstYml,
  'exercises/first/tests.yml': firstTests,
  'exercises/first/text.en.md': firstEn,
  'exercises/first/text.zh-CN.md': firstZh,
  'exercises/second/exercise.yml': secondYml,
  'exercises/second/tests.yml': secondTests,
  'exercises/second/text.en.md': secondEn,
  'exercises/second/text.zh-CN.md': secondZh,
  'exercises/words/exercise.yml': wordsYml,
  'exercises/words/tests.yml': wordsTests,
  'exercises/words/text.en.md': wordsIn('Words', 'Look again.'),
  'exercises/words/text.zh-CN.md': wordsIn('词', '再看一遍。'),
  'reference/stack.en.md': page('Stacks', 'The pointer', 'Here'),
  'reference/stack.zh-CN.md': page('栈', '指针', '此处'),
};
