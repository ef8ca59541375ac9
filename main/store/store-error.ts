/** Why a store cannot be used, in a sentence for the person who started the lab. */
import { fill, LANGUAGES, type Language } from '../../core/problem.ts';

const MESSAGES = {
  'no-folder': [
    'The data folder {folder} cannot be made. Choose another with --data.',
    '无法创建数据文件夹 {folder}。请用 --data 选择另一个文件夹。',
  ],
  folder: [
    'The data folder {folder} cannot be written to. Choose another with --data.',
    '无法写入数据文件夹 {folder}。请用 --data 选择另一个文件夹。',
  ],
  'in-use': [
    'Another Syscall Lab is using {folder}. Close it, or choose another folder with --data.',
    '另一个 Syscall Lab 正在使用 {folder}。请先关闭它，或用 --data 选择另一个文件夹。',
  ],
  newer: [
    'The data was written by a newer Syscall Lab (version {version} of the store; this one knows {known}). Nothing was changed. Update the lab, or choose another folder with --data.',
    '这些数据由更新版本的 Syscall Lab 写入（存储版本 {version}，本程序只认识 {known}）。没有改动任何内容。请更新程序，或用 --data 选择另一个文件夹。',
  ],
  damaged: [
    '{file} is not a readable store. It was left as it is; restore a backup (lab data restore), or choose another folder with --data.',
    '{file} 不是可读的存储文件，已原样保留。请恢复备份（lab data restore），或用 --data 选择另一个文件夹。',
  ],
  exists: ['{file} is already there. Nothing was written; choose another name.', '{file} 已经存在，没有写入任何内容；请换一个名称。'],
  'no-backup': [
    '{file} is not a sound copy of a store of the lab. Nothing was changed; choose another backup.',
    '{file} 不是完好的实验数据备份。没有改动任何内容；请选择另一个备份。',
  ],
} as const;

export class StoreError extends Error {
  readonly reason: keyof typeof MESSAGES;
  readonly #values: Readonly<Record<string, string>>;
  constructor(reason: StoreError['reason'], values: Readonly<Record<string, string>>) {
    super(fill(MESSAGES[reason][0], values));
    this.reason = reason;
    this.#values = values;
  }
  in(language: Language): string {
    return fill(MESSAGES[this.reason][LANGUAGES.indexOf(language) as 0 | 1], this.#values);
  }
}
