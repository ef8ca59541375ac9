/** What the program says of its data, without a window: English, then 简体中文. `{name}` is filled in. */
import { fill, LANGUAGES, type Language } from '../../core/problem.ts';

const MESSAGES = {
  'check.sound': [
    'The data is sound: {sessions} sessions, {answers} answers, version {version} of the store.',
    '数据完好：{sessions} 个会话，{answers} 个回答，存储版本 {version}。',
  ],
  'check.wrong': [
    '{n} things are not as they should be. Nothing was changed. A backup may be better; the newest is {newest}.',
    '有 {n} 处与应有的不符。没有改动任何内容。可以考虑恢复备份；最新的备份是 {newest}。',
  ],
  'check.none': ['none', '无'],
  'check.integrity': ['The file is damaged: {where}', '文件已损坏：{where}'],
  'check.reference': ['A row refers to one that is not there: {where}', '某一行引用了不存在的行：{where}'],
  'check.gap': ['Inputs are missing from {where}', '{where} 缺少输入'],
  'check.unreadable': ['Cannot be read: {where}', '无法读取：{where}'],
  'check.no-answer-input': ['An answer whose input is none: {where}', '回答所对应的输入不是回答：{where}'],
  'check.progress': ['The progress kept is not what the answers say: {where}', '保存的进度与回答不一致：{where}'],
  'backup.made': ['A backup was made: {file}', '已经备份：{file}'],
  'restore.done': ['{file} was put in place. What was there is kept: {kept}', '已恢复 {file}。原来的数据保留在：{kept}'],
  'restore.done-new': ['{file} was put in place. There was no data before.', '已恢复 {file}。之前没有数据。'],
} as const satisfies Record<string, readonly [string, string]>;
export type CareMessage = keyof typeof MESSAGES;

export const sayCare = (language: Language, id: CareMessage, values: Readonly<Record<string, string>> = {}): string =>
  fill(MESSAGES[id][LANGUAGES.indexOf(language) as 0 | 1], values);
