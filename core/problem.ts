/**
 * What goes wrong for a person, and how it is said. A Problem is the user's (a bad pack, an unknown machine); a Fault is the guest's
 * (cpu/state.ts); an Error is our bug and is thrown.
 */
export type Language = 'en' | 'zh-CN';
export const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];
/** A text in every language. */
export type Localized = Readonly<Record<Language, string>>;

/** One thing a person can do something about. `where` is a place they know: `file:line:col`, a field, a command. */
export interface Problem {
  readonly code: ProblemCode;
  readonly where?: string;
  readonly message: string;
  readonly hint?: string;
  /** What the message was made from, so that it can be said again in another language. */
  readonly values: Readonly<Record<string, string>>;
}
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const failure = (problem: Problem): Result<never> => ({ ok: false, problem });

interface Message {
  readonly says: Localized;
  readonly hint?: Localized;
}
/** Every problem of the core. `{name}` is filled in from `values`. */
export const MESSAGES = {
  'machine/unknown': {
    says: { en: 'There is no machine named {name}.', 'zh-CN': '没有名为 {name} 的机器。' },
    hint: { en: 'Machines: {known}.', 'zh-CN': '可用的机器：{known}。' },
  },
  'machine/switch-unknown': {
    says: { en: 'Machine {machine} has no switch named {name}.', 'zh-CN': '机器 {machine} 没有名为 {name} 的开关。' },
    hint: { en: 'Switches: {known}.', 'zh-CN': '可用的开关：{known}。' },
  },
  'machine/switch-value': {
    says: { en: 'Switch {name} cannot be {value}.', 'zh-CN': '开关 {name} 不能设为 {value}。' },
    hint: { en: 'Values: {known}.', 'zh-CN': '可用的值：{known}。' },
  },
  'machine/seed': {
    says: { en: '{name} is not a seed.', 'zh-CN': '{name} 不是有效的种子。' },
    hint: { en: 'A seed is 1 to 32 of a-z, 0-9 and -.', 'zh-CN': '种子由 1 到 32 个 a-z、0-9 或 - 组成。' },
  },
  'machine/start': {
    says: { en: 'The machine has no place for the start value {place}.', 'zh-CN': '机器上没有放置起始值 {place} 的地方。' },
  },
  'run/large': {
    says: { en: 'The file is larger than {most} MiB.', 'zh-CN': '文件超过 {most} MiB。' },
    hint: { en: 'A recorded session is a few kilobytes; nothing was read.', 'zh-CN': '会话录制通常只有几 KB；没有读取任何内容。' },
  },
  'run/empty': { says: { en: 'The file is empty.', 'zh-CN': '文件是空的。' } },
  'run/inputs': { says: { en: 'The run has more than {most} inputs.', 'zh-CN': '录制中的输入超过 {most} 个。' } },
  'run/pauses': {
    says: { en: 'The lines up to here run for more than {most} pauses together.', 'zh-CN': '到此为止各行的停顿合计超过 {most} 次。' },
  },
  'run/long-line': { says: { en: 'The line is longer than {most} MiB.', 'zh-CN': '这一行超过 {most} MiB。' } },
  'run/json': {
    says: { en: 'The line is not JSON.', 'zh-CN': '这一行不是 JSON。' },
    hint: {
      en: 'If it is the last one, the recording was cut off while it was written: without that line the rest can be replayed.',
      'zh-CN': '如果这是最后一行，说明录制在写入时中断：删去这一行后其余部分仍可重放。',
    },
  },
  'run/format': {
    says: {
      en: 'This is not a recorded session that this lab can read (format {format}).',
      'zh-CN': '这不是本实验室能读取的会话录制（格式 {format}）。',
    },
    hint: { en: 'The first line says "format": "{known}".', 'zh-CN': '第一行应写明 "format": "{known}"。' },
  },
  'run/line': { says: { en: '{key} does not fit: {why}', 'zh-CN': '{key} 不符合格式：{why}' } },
  'run/order': {
    says: { en: 'The line says {n} where {next} should come.', 'zh-CN': '这一行的编号是 {n}，应为 {next}。' },
    hint: { en: 'A line was lost, added or moved.', 'zh-CN': '有一行丢失、多出或被移动。' },
  },
  'run/no-exercise': {
    says: {
      en: 'An input of kind {kind} needs an exercise, and the first line names none.',
      'zh-CN': '{kind} 类输入需要练习，但第一行没有指明练习。',
    },
  },
  'run/after-end': { says: { en: 'Something follows the last line of the run.', 'zh-CN': '录制的结尾行之后还有内容。' } },
  'run/other-machine': {
    says: {
      en: 'The exercise {exercise} is not on the machine {machine} with these switches.',
      'zh-CN': '练习 {exercise} 不在带有这些开关的机器 {machine} 上。',
    },
  },
  'run/unsolvable': {
    says: {
      en: 'The exercise {exercise} cannot be set up from seed {seed}: {why}',
      'zh-CN': '练习 {exercise} 无法用种子 {seed} 建立：{why}',
    },
  },
  'host/unknown-call': { says: { en: 'There is no such call.', 'zh-CN': '没有这个调用。' } },
  'host/invalid': { says: { en: '{call} was refused: {why}', 'zh-CN': '{call} 被拒绝：{why}' } },
  'host/no-session': { says: { en: 'There is no session {name}.', 'zh-CN': '没有会话 {name}。' } },
  'host/no-exam': {
    says: { en: 'There is no exam {name}.', 'zh-CN': '没有考试 {name}。' },
  },
  'host/no-page': { says: { en: 'There is no page {name}.', 'zh-CN': '没有页面 {name}。' } },
  'host/no-file': { says: { en: 'The pack has no text {name}.', 'zh-CN': '包里没有文本 {name}。' } },
  'host/profile': {
    says: { en: 'A browser cannot change the profile of the lab that serves it.', 'zh-CN': '浏览器无法切换为它提供服务的实验所用的档案。' },
    hint: { en: 'Start the lab with npm start -- --profile {name}.', 'zh-CN': '请用 npm start -- --profile {name} 启动实验。' },
  },
  'host/profile-name': {
    says: { en: 'A profile cannot be named {name}.', 'zh-CN': '不能用 {name} 作档案名。' },
    hint: {
      en: 'A name has up to 32 letters and digits, with blanks, - and _ between them.',
      'zh-CN': '档案名最多 32 个字符：字母（含汉字）和数字，中间可以有空格、- 和 _。',
    },
  },
  'host/profile-folder': {
    says: { en: 'The folder {folder} of the profile cannot be made.', 'zh-CN': '无法创建档案的文件夹 {folder}。' },
    hint: { en: 'Nothing was changed; the profile in use stays.', 'zh-CN': '没有改动任何内容，仍使用当前档案。' },
  },
  'host/no-exercise': { says: { en: 'There is no exercise {name}.', 'zh-CN': '没有练习 {name}。' } },
  'host/no-pack': { says: { en: 'There is no imported pack {name}.', 'zh-CN': '没有导入过练习包 {name}。' } },
  'author/name': {
    says: { en: 'A pack cannot be named "{name}".', 'zh-CN': '练习包不能叫“{name}”。' },
    hint: {
      en: "The folder's name becomes the pack's id: 1 to 48 of a-z, 0-9 and -.",
      'zh-CN': '文件夹的名称就是练习包的 id：1 到 48 个 a-z、0-9 或 -。',
    },
  },
  'author/exists': {
    says: { en: 'There is something at {folder} already; it was left as it is.', 'zh-CN': '{folder} 已经存在，没有改动。' },
    hint: { en: 'Choose another name.', 'zh-CN': '请换一个名称。' },
  },
  'author/write': {
    says: { en: 'The pack could not be written to {folder}: {why}', 'zh-CN': '无法把练习包写入 {folder}：{why}' },
    hint: { en: 'What is there may be a part of it; delete it.', 'zh-CN': '那里可能留有一部分文件，请删除。' },
  },
  'author/no-pack': {
    says: { en: 'There is no pack.yml in {folder}.', 'zh-CN': '{folder} 中没有 pack.yml。' },
    hint: { en: 'Choose the folder that holds it, or make a new pack.', 'zh-CN': '请选择包含它的文件夹，或新建一个练习包。' },
  },
  'author/no-place': {
    says: { en: 'That folder is not offered here any more.', 'zh-CN': '这里已不再提供那个文件夹。' },
    hint: { en: 'Choose one of the list.', 'zh-CN': '请从列表中选择。' },
  },
  'author/no-dialog': {
    says: {
      en: 'A browser cannot choose a folder of the computer that serves it.',
      'zh-CN': '浏览器无法选择为它提供服务的计算机上的文件夹。',
    },
    hint: {
      en: 'Start the lab with npm start -- --web --pack FOLDER, or put the pack into {folder}.',
      'zh-CN': '请用 npm start -- --web --pack 文件夹 启动实验，或把练习包放进 {folder}。',
    },
  },
  'import/large': {
    says: { en: 'The file is larger than {most} MB, more than a pack may be.', 'zh-CN': '文件大于 {most} MB，超过练习包的上限。' },
    hint: { en: 'Nothing was read.', 'zh-CN': '没有读取任何内容。' },
  },
  'import/empty': { says: { en: 'The file is empty.', 'zh-CN': '文件是空的。' } },
  'import/gone': {
    says: { en: 'This import is over. Nothing was added by it.', 'zh-CN': '这次导入已经结束，没有添加任何内容。' },
    hint: { en: 'Choose the file again.', 'zh-CN': '请重新选择文件。' },
  },
  'import/part': {
    says: { en: 'The file did not arrive whole. Nothing was added.', 'zh-CN': '文件没有完整送达，没有添加任何内容。' },
    hint: { en: 'Choose the file again.', 'zh-CN': '请重新选择文件。' },
  },
  'import/not-ready': {
    says: { en: 'The pack has not passed its checks. Nothing was added.', 'zh-CN': '练习包还没有通过检查，没有添加任何内容。' },
  },
  'import/key': {
    says: {
      en: 'The pack comes from another key than before, and that was not agreed to. Nothing was added.',
      'zh-CN': '练习包的密钥与之前不同，而且没有得到你的同意，没有添加任何内容。',
    },
  },
  'import/moved-on': {
    says: {
      en: 'Another version of this pack was installed meanwhile. Nothing was added.',
      'zh-CN': '其间安装了这个练习包的另一个版本，没有添加任何内容。',
    },
    hint: { en: 'Choose the file again to see what it changes now.', 'zh-CN': '请重新选择文件，查看它现在会改动什么。' },
  },
  'host/out-of-order': {
    says: { en: 'This session went on elsewhere. Nothing stored was changed.', 'zh-CN': '这个会话已在别处继续。已保存的内容没有改变。' },
    hint: { en: 'Reload to continue from there.', 'zh-CN': '重新载入即可从那里继续。' },
  },
  'host/store': {
    says: { en: 'The store refused to save this ({why}).', 'zh-CN': '存储拒绝保存（{why}）。' },
    hint: {
      en: 'What was shown as saved is saved; this was not. Check the disk, then try again.',
      'zh-CN': '之前显示已保存的都已保存，这一次没有。请检查磁盘后重试。',
    },
  },
  'host/error': {
    says: { en: 'The lab made a mistake in {call}. Nothing was stored by it.', 'zh-CN': '实验室在 {call} 中出错，没有写入任何内容。' },
  },
} as const satisfies Record<string, Message>;
export type ProblemCode = keyof typeof MESSAGES;

/** A text with each `{name}` replaced by its value; names without one stay. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** A problem in English; `inLanguage` says it again. */
export function problem(code: ProblemCode, values: Readonly<Record<string, string>> = {}, where?: string): Problem {
  const message: Message = MESSAGES[code];
  return {
    code,
    message: fill(message.says.en, values),
    values,
    ...(message.hint && { hint: fill(message.hint.en, values) }),
    ...(where !== undefined && { where }),
  };
}

/** The same problem in another language. */
export function inLanguage(p: Problem, language: Language): Problem {
  const message: Message = MESSAGES[p.code];
  return {
    ...p,
    message: fill(message.says[language], p.values),
    ...(message.hint && { hint: fill(message.hint[language], p.values) }),
  };
}
