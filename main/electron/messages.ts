/** Every text the desktop shell says itself (menus of the system, native dialogs): English, then 简体中文. `{name}` is filled in. */
import { fill, LANGUAGES, type Language } from '../../core/problem.ts';

const MESSAGES = {
  'button.open': ['Open', '打开'],
  'button.cancel': ['Cancel', '取消'],
  'button.quit': ['Quit', '退出'],
  'button.ok': ['OK', '好'],

  'menu.file': ['File', '文件'],
  'menu.edit': ['Edit', '编辑'],
  'menu.undo': ['Undo', '撤销'],
  'menu.redo': ['Redo', '重做'],
  'menu.cut': ['Cut', '剪切'],
  'menu.copy': ['Copy', '复制'],
  'menu.paste': ['Paste', '粘贴'],
  'menu.select-all': ['Select all', '全选'],
  'menu.window': ['Window', '窗口'],
  'menu.zoom-in': ['Larger', '放大'],
  'menu.zoom-out': ['Smaller', '缩小'],
  'menu.zoom-reset': ['Usual size', '恢复大小'],
  'menu.close': ['Close window', '关闭窗口'],
  'menu.quit': ['Quit', '退出'],
  'menu.open-data': ['Open data folder', '打开数据文件夹'],
  'menu.back-up': ['Back up now', '立即备份'],
  'menu.restore': ['Restore a backup…', '恢复备份…'],
  'menu.check': ['Check data', '检查数据'],
  'menu.diagnostics': ['Export diagnostics…', '导出诊断信息…'],

  'folder.open': ['The folder of a pack: it holds pack.yml', '练习包的文件夹（其中有 pack.yml）'],
  'folder.open-do': ['Open', '打开'],
  'folder.new': ['Where the folder of the new pack is to be made', '在哪里创建新练习包的文件夹'],
  'folder.new-do': ['Make it here', '在此创建'],

  'data.failed': ['That did not work.', '操作没有成功。'],
  'data.backed-up': ['A backup was made.', '已经备份。'],
  'data.backups': ['Backups', '备份'],
  'data.restore': ['Put {name} in the place of your data?', '用 {name} 替换当前数据？'],
  'data.restore-detail': [
    'What is there now is kept as a backup. The lab starts again afterwards.',
    '当前数据会保留为一个备份。之后程序会重新启动。',
  ],
  'data.restore-do': ['Restore', '恢复'],
  'data.exported': ['{name} was written.', '已写入 {name}。'],
  'data.exported-detail': [
    'It holds versions, counts and what happened lately; no names, no answers, nothing you typed. Nothing was sent anywhere.',
    '其中有版本、数量和最近发生的事件；没有姓名、回答或输入的内容。没有发送到任何地方。',
  ],

  'link.title': ['Open the exercise “{exercise}” of “{pack}”?', '打开“{pack}”中的练习“{exercise}”？'],
  'link.detail': [
    'A link asked for this. Nothing is downloaded, imported or run; what you are working on stays saved.',
    '这是一个链接的请求。不会下载、导入或运行任何内容；当前的进度已经保存。',
  ],
  'link.refused': ['This link was not followed.', '没有打开这个链接。'],
  'link.too-long': ['It is longer than a link of the lab can be.', '它比实验链接允许的长度更长。'],
  'link.shape': ['It is not of the form syscalllab://open?pack=…&exercise=….', '它不是 syscalllab://open?pack=…&exercise=… 的形式。'],
  'link.verb': ['A link can only open; it asks for something else.', '链接只能打开练习，而它要求别的操作。'],
  'link.parts': ['A link names one pack and one exercise, and nothing else.', '链接只能写明一个练习包和一个练习，不能有其他内容。'],
  'link.id': ['It names a pack or an exercise with characters that no name has.', '它写的练习包或练习名称含有不允许的字符。'],
  'link.not-installed': ['There is no exercise of this name in the packs installed here.', '这里安装的练习包中没有这个练习。'],

  'external.title': ['Open {host} in your browser?', '在浏览器中打开 {host}？'],
  'external.detail': ['This leaves the lab and its offline world:\n{address}', '这将离开实验程序及其离线环境：\n{address}'],
  'external.open': ['Open in browser', '在浏览器中打开'],

  'program.changed': [
    '{n} of the files of the program are not as they were made (the first: {first}). It was not started. Install it again; your data was not touched.',
    '程序自身有 {n} 个文件与发布时不一致（第一个：{first}），因此没有启动。请重新安装；你的数据没有改动。',
  ],
  'crash.title': ['The window keeps stopping.', '窗口反复停止运行。'],
  'crash.detail': [
    'It stopped {n} times within a minute ({reason}). What was shown as saved is saved. Safe mode starts without the kept layout and window.',
    '一分钟内停止了 {n} 次（{reason}）。显示为已保存的内容都已保存。安全模式启动时不使用保存的布局和窗口位置。',
  ],
  'crash.safe': ['Start in safe mode', '以安全模式启动'],

  'file.title': ['{name}', '{name}'],
  'file.pack': ['An exercise pack', '练习包'],
  'file.run': ['A recorded run', '运行记录'],
  'file.about': ['{kind}, {size} bytes\nSHA-256 {hash}', '{kind}，{size} 字节\nSHA-256 {hash}'],
  'file.only': ['You are only looking at it: nothing in it was imported or run.', '这里只是查看：其中的内容没有导入，也没有运行。'],
  'file.inside': [
    'Looking inside shows what it holds, who signed it and whether anything is wrong. Nothing is imported before you agree to it there.',
    '查看内容会显示其中有什么、由谁签名、是否有问题。在那里得到你的同意之前不会导入。',
  ],
  'file.look': ['Look inside', '查看内容'],
  'file.refused': ['{name} cannot be shown.', '无法显示 {name}。'],
  'file.missing': ['It is not there, or may not be read.', '文件不存在，或无权读取。'],
  'file.not-a-file': ['It is not a file.', '它不是文件。'],
  'file.large': ['It is larger than {most} MB, more than a pack or a run may be.', '它大于 {most} MB，超过练习包或运行记录的上限。'],
  'file.not-a-pack': ['Its content is not that of a pack.', '它的内容不是练习包。'],
  'file.not-a-run': ['Its content is not that of a recorded run.', '它的内容不是运行记录。'],
} as const satisfies Record<string, readonly [string, string]>;
export type ShellMessage = keyof typeof MESSAGES;

/** A text of the shell in a language. */
export const say = (language: Language, id: ShellMessage, values: Readonly<Record<string, string>> = {}): string =>
  fill(MESSAGES[id][LANGUAGES.indexOf(language) as 0 | 1], values);
