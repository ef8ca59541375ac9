/** Every problem a pack can have, by its code, in every language. */
import type { PackMessage } from './pack-problem.ts';

export const PACK_MESSAGES = {
  // ---- files -----------------------------------------------------------------------------------------------------
  missing: {
    says: { en: 'The pack has no pack.yml. Put one at the top of the pack.', 'zh-CN': '包里没有 pack.yml。在包的顶层放一个。' },
  },
  language: {
    severity: 'warning',
    says: {
      en: 'There is no {file}; readers of {language} get another language.',
      'zh-CN': '没有 {file}；{language} 读者会看到另一种语言。',
    },
  },
  // ---- zip and files ---------------------------------------------------------------------------------------------
  'zip-broken': {
    says: { en: 'This is not a whole zip file. Make it with lab pack build.', 'zh-CN': '这不是完整的 zip 文件。用 lab pack build 生成。' },
  },
  'zip-size': { says: { en: 'The pack is larger than 64 MB.', 'zh-CN': '包超过 64 MB。' } },
  'zip-unpacked': { says: { en: 'Unpacked, the pack would be larger than 256 MB.', 'zh-CN': '解开后的包会超过 256 MB。' } },
  'zip-ratio': {
    says: {
      en: 'The pack would unpack to {ratio} times its size; 20 times is the most.',
      'zh-CN': '解开后是原大小的 {ratio} 倍；最多允许 20 倍。',
    },
  },
  'file-link': { says: { en: 'This entry is a link or a device, not a file.', 'zh-CN': '这个条目是链接或设备，不是文件。' } },
  'zip-encrypted': { says: { en: 'This entry is encrypted.', 'zh-CN': '这个条目被加密了。' } },
  'zip-method': {
    says: {
      en: 'This entry is packed by method {method}; only stored and deflated are read.',
      'zh-CN': '这个条目用方法 {method} 压缩；只支持存储和 deflate。',
    },
  },
  'zip-overlap': { says: { en: 'This entry lies over another one.', 'zh-CN': '这个条目与另一个条目重叠。' } },
  'zip-entry': { says: { en: 'This entry is not what the directory of the zip says.', 'zh-CN': '这个条目与 zip 目录所说的不符。' } },
  'manifest-missing': {
    says: {
      en: 'The pack has no MANIFEST.json. Make it with lab pack build.',
      'zh-CN': '包里没有 MANIFEST.json。用 lab pack build 生成。',
    },
  },
  'signature-broken': {
    says: {
      en: 'The signature is not of these files. Ask whoever gave you the pack for another copy.',
      'zh-CN': '签名与这些文件不符。请向提供者另要一份。',
    },
  },
  'manifest-differs': {
    says: {
      en: '{name} is not as the manifest lists it: the pack was changed after it was built.',
      'zh-CN': '{name} 与清单不符：包在生成后被改动过。',
    },
  },
  folder: { says: { en: 'The folder cannot be read: {why}', 'zh-CN': '无法读取文件夹：{why}' } },
  'files-many': { says: { en: 'The pack has more than {most} files.', 'zh-CN': '包里的文件超过 {most} 个。' } },
  'name-path': {
    says: {
      en: 'The name {name} leads out of the pack, or not every system can write it.',
      'zh-CN': '名称 {name} 指向包外，或者有的系统无法写出。',
    },
  },
  'name-form': { says: { en: 'The name {name} is not in Unicode form NFC.', 'zh-CN': '名称 {name} 不是 Unicode NFC 形式。' } },
  'name-device': { says: { en: 'The name {name} means a device on Windows.', 'zh-CN': '名称 {name} 在 Windows 上表示设备。' } },
  'name-twice': {
    says: {
      en: '{name} and {other} are one file where case does not count.',
      'zh-CN': '在不区分大小写的系统上，{name} 和 {other} 是同一个文件。',
    },
  },
  'file-kind': { says: { en: 'A pack has no place for {name}. Take it out.', 'zh-CN': '包里没有 {name} 的位置。把它拿掉。' } },
  'file-utf8': { says: { en: 'The file is not UTF-8. Save it as UTF-8.', 'zh-CN': '文件不是 UTF-8。另存为 UTF-8。' } },
  'image-svg': {
    says: {
      en: 'SVG can hold code, so it is refused. Save the picture as PNG.',
      'zh-CN': 'SVG 可能带有代码，因此被拒绝。把图片存成 PNG。',
    },
  },
  'image-broken': { says: { en: 'This is not the picture its name says.', 'zh-CN': '内容与文件名所说的图片格式不符。' } },
  'image-size': {
    says: {
      en: 'The picture is {width} x {height}; 16 million pixels are the most.',
      'zh-CN': '图片是 {width} × {height}；最多 1600 万像素。',
    },
  },
  // ---- YAML ------------------------------------------------------------------------------------------------------
  'yaml-size': { says: { en: 'The file is larger than 512 KB. Split it.', 'zh-CN': '文件超过 512 KB。把它拆开。' } },
  'yaml-depth': { says: { en: 'Values are nested more than 60 levels deep.', 'zh-CN': '值的嵌套超过 60 层。' } },
  yaml: { says: { en: 'This is not YAML: {why}', 'zh-CN': '这不是有效的 YAML：{why}' } },
  'yaml-directive': {
    says: { en: 'Directives (lines that begin with %) are not allowed.', 'zh-CN': '不允许使用指令（以 % 开头的行）。' },
  },
  'yaml-documents': { says: { en: 'A file holds one document; take the "---" out.', 'zh-CN': '一个文件只能有一个文档；去掉“---”。' } },
  'yaml-duplicate': { says: { en: 'This key stands twice. Keep one.', 'zh-CN': '这个键出现了两次。只留一个。' } },
  'yaml-alias': { says: { en: 'Aliases are not allowed; write the value out.', 'zh-CN': '不允许使用别名；把值写出来。' } },
  'yaml-anchor': { says: { en: 'Anchors are not allowed; take the & out.', 'zh-CN': '不允许使用锚点；去掉 &。' } },
  'yaml-tag': { says: { en: 'Tags are not allowed; take the ! out.', 'zh-CN': '不允许使用标签；去掉 !。' } },
  'yaml-key': { says: { en: 'The key {key} is not allowed.', 'zh-CN': '不允许使用键 {key}。' } },
  // ---- schema ----------------------------------------------------------------------------------------------------
  schema: {
    says: { en: '{path}: {expected} is expected here, not {received}.', 'zh-CN': '{path}：此处应为 {expected}，而不是 {received}。' },
  },
  'schema-key': { says: { en: '{path} is not a key of this place.', 'zh-CN': '此处没有 {path} 这个键。' } },
  'schema-missing': { says: { en: '{path} is missing here.', 'zh-CN': '此处缺少 {path}。' } },
  'schema-form': { says: { en: '{path}: none of the forms has these keys.', 'zh-CN': '{path}：没有哪种形式具有这些键。' } },
  'schema-id': {
    says: { en: '{path}: an id is 1 to 48 of a-z, 0-9 and -.', 'zh-CN': '{path}：id 由 1 到 48 个 a-z、0-9 或 - 组成。' },
  },
  'schema-name': {
    says: {
      en: '{path}: a parameter is a letter and up to 15 letters, digits and _.',
      'zh-CN': '{path}：参数名以字母开头，其后最多 15 个字母、数字或 _。',
    },
  },
  'schema-version': { says: { en: '{path}: a version is three numbers: 1.0.0', 'zh-CN': '{path}：版本是三个数字：1.0.0' } },
  'schema-uuid': { says: { en: '{path}: this is not a UUID.', 'zh-CN': '{path}：这不是 UUID。' } },
  'schema-ref': { says: { en: '{path}: a reference is page#part.', 'zh-CN': '{path}：引用的写法是 page#part。' } },
  'schema-seed': {
    says: { en: '{path}: a seed is 1 to 32 of a-z, 0-9 and -.', 'zh-CN': '{path}：种子由 1 到 32 个 a-z、0-9 或 - 组成。' },
  },
  'schema-bytes': { says: { en: '{path}: bytes are pairs of hex digits.', 'zh-CN': '{path}：字节写成成对的十六进制数字。' } },
  'schema-number': {
    says: { en: '{path}: {expected} is expected here, not {received}.', 'zh-CN': '{path}：此处应为 {expected}，而不是 {received}。' },
  },
  'schema-length': {
    says: {
      en: '{path}: its length should be {expected}, and it is {received}.',
      'zh-CN': '{path}：长度应为 {expected}，实际为 {received}。',
    },
  },
  // ---- cross-references ------------------------------------------------------------------------------------------
  'no-exercise': {
    says: {
      en: '{id} is named here, but there is no exercises/{id}/exercise.yml.',
      'zh-CN': '此处提到 {id}，但没有 exercises/{id}/exercise.yml。',
    },
  },
  'not-planned': {
    says: { en: '{id} is named here, but is not in the plan.', 'zh-CN': '此处提到 {id}，但计划里没有它。' },
  },
  machine: { says: { en: 'There is no machine {name}; there are {known}.', 'zh-CN': '没有机器 {name}；可用的有 {known}。' } },
  'machine-name': {
    says: {
      en: 'A built-in machine is called {name} already. Give the file another name.',
      'zh-CN': '内置机器里已经有 {name}。给文件换个名字。',
    },
  },
  'machine-one': {
    says: { en: 'An exercise has machine or machines, one of the two.', 'zh-CN': '练习里写 machine 或 machines，二者取一。' },
  },
  'machine-on': {
    says: { en: 'The exercise has no machine {name}; it has {known}.', 'zh-CN': '练习里没有机器 {name}；有的是 {known}。' },
  },
  needs: { says: { en: 'It needs {id}, which is not in the pack.', 'zh-CN': '它需要 {id}，但包里没有。' } },
  'needs-cycle': { says: { en: 'Prerequisites go round in a circle: {circle}.', 'zh-CN': '前置练习成环：{circle}。' } },
  ref: { says: { en: 'No page has the part {ref}.', 'zh-CN': '没有哪个页面有 {ref} 这一节。' } },
  // ---- rules -----------------------------------------------------------------------------------------------------
  twice: {
    says: { en: '{id} stands twice here. Take one out, or give it another name.', 'zh-CN': '{id} 出现了两次。去掉一个，或换个名字。' },
  },
  'title-language': { says: { en: 'The title has no {language}.', 'zh-CN': '标题缺少 {language}。' } },
  'exam-pick': {
    says: { en: '{pick} are to be picked, but there are only {of}.', 'zh-CN': '要抽 {pick} 道，但只有 {of} 道。' },
  },
  'exam-mode': {
    says: {
      en: 'The exam counts, and {id} cannot be done in official mode. Give it official under modes, or take it out of the row.',
      'zh-CN': '考试计分，而 {id} 没有正式模式。在它的 modes 里写上 official，或把它从这一行去掉。',
    },
  },
  unplanned: {
    severity: 'warning',
    says: { en: 'The exercise {id} is not in the plan, so nobody sees it.', 'zh-CN': '练习 {id} 不在计划里，没有人会看到它。' },
  },
  switch: { says: { en: '{machine} has no switch {name}; it has {known}.', 'zh-CN': '{machine} 没有开关 {name}；它有 {known}。' } },
  'switch-value': { says: { en: '{name} cannot be {value}; it can be {known}.', 'zh-CN': '{name} 不能是 {value}；可以是 {known}。' } },
  'param-name': {
    says: { en: '{name} is a word of expressions. Call the parameter something else.', 'zh-CN': '{name} 是表达式里的词。给参数换个名字。' },
  },
  'param-unused': { severity: 'warning', says: { en: 'Nothing uses the parameter {name}.', 'zh-CN': '没有用到参数 {name}。' } },
  'int-step': { says: { en: 'The step of a range is 1 or more.', 'zh-CN': '区间的步长至少为 1。' } },
  'int-empty': {
    says: {
      en: 'The range holds nothing: it ends at {high}, before it begins at {low}.',
      'zh-CN': '区间为空：终点 {high} 在起点 {low} 之前。',
    },
  },
  'int-many': { says: { en: 'The range has more than {most} values. Take a larger step.', 'zh-CN': '区间超过 {most} 个值。把步长放大。' } },
  'check-empty': {
    says: {
      en: 'This asks nothing. Give it reached, cpl, that, state, memory, event or assembled.',
      'zh-CN': '这里没有条件。写上 reached、cpl、that、state、memory、event 或 assembled。',
    },
  },
  'check-register': { says: { en: 'There is no register {name}.', 'zh-CN': '没有寄存器 {name}。' } },
  'evidence-seen': {
    says: {
      en: 'Nothing that is printed shows an answer of this kind. Add seen: what holds of the machine at the moment it can be seen.',
      'zh-CN': '输出里看不到这类答案。加上 seen：能看到它的那一刻，机器上成立的条件。',
    },
  },
  'seen-alone': {
    says: {
      en: 'seen belongs to a step with evidence: required or predict: true.',
      'zh-CN': 'seen 只用于带 evidence: required 或 predict: true 的步骤。',
    },
  },
  'seen-check': {
    says: {
      en: 'A check is looked at at the moment that is given; write what holds there as that.',
      'zh-CN': '检查就在给出的那一刻进行；那里成立的条件写在 that 里。',
    },
  },
  'choice-option': { says: { en: '{id} is none of the options; they are {known}.', 'zh-CN': '{id} 不在选项里；选项有 {known}。' } },
  'choice-key': { says: { en: '{id} is the right answer, so it is no misconception.', 'zh-CN': '{id} 就是正确答案，不能当作误解。' } },
  'hint-needs': { says: { en: 'No hint before this one is {id}; there are {known}.', 'zh-CN': '在它之前没有提示 {id}；有的是 {known}。' } },
  'pool-member': { says: { en: 'The pool has no {id}; it has {known}.', 'zh-CN': '题池里没有 {id}；有的是 {known}。' } },
  'pool-param': { says: { en: '{name} says nothing for {id} of the pool.', 'zh-CN': '{name} 没有写题池成员 {id} 的取值。' } },
  'pool-machine': {
    says: {
      en: '{id} of the pool does not have the machine {name} that is asked of it.',
      'zh-CN': '题池成员 {id} 没有这里要用的机器 {name}。',
    },
  },
  'pool-empty': { says: { en: 'No step is left for {id} of the pool.', 'zh-CN': '题池成员 {id} 没有任何步骤。' } },
  'order-given': {
    says: { en: 'The options are shown in the right order already. Shuffle them.', 'zh-CN': '选项一开始就按正确顺序显示。打乱它们。' },
  },
  'order-all': { says: { en: 'An order has each option once: {known}.', 'zh-CN': '顺序里每个选项各出现一次：{known}。' } },
  'modes-none': {
    says: {
      en: 'No mode is left to work on it in. Name practice, official or both.',
      'zh-CN': '没有任何模式可做。写上 practice、official，或两者都写。',
    },
  },
  'retry-rises': {
    says: { en: 'A later try cannot be worth more than one before it.', 'zh-CN': '后面的尝试不能比前面的更值分。' },
  },
  'placeholder-form': { says: { en: 'There is no form {form}; there are {known}.', 'zh-CN': '没有 {form} 这种写法；可用的有 {known}。' } },
  'tests-step': { says: { en: 'There is no {id} to answer; there are {known}.', 'zh-CN': '没有 {id} 可以回答；有的是 {known}。' } },
  'tests-form': {
    says: {
      en: 'The answer of {id} has another form: a table takes row: value, other steps one value.',
      'zh-CN': '{id} 的答案形式不对：表格写 行: 值，其余步骤写一个值。',
    },
  },
  'tests-check': { says: { en: '{id} is a check: nothing is typed into it.', 'zh-CN': '{id} 是检查，不接受输入。' } },
  'tests-say': { says: { en: 'There is no "## feedback: {id}".', 'zh-CN': '没有“## feedback: {id}”。' } },
  // ---- texts -----------------------------------------------------------------------------------------------------
  'text-size': { says: { en: 'The text is longer than 256 KB. Split it.', 'zh-CN': '文本超过 256 KB。把它拆开。' } },
  'text-html': {
    says: { en: 'HTML is not allowed. Write Markdown; put code in backticks.', 'zh-CN': '不允许 HTML。用 Markdown；代码放在反引号里。' },
  },
  'text-link': {
    says: { en: 'Links are not allowed. Name a page of the reference with ref.', 'zh-CN': '不允许链接。用 ref 指向参考页。' },
  },
  'text-image': {
    says: {
      en: 'Pictures are not allowed in texts. Name one of the window with show.',
      'zh-CN': '文本里不允许图片。用 show 指定窗口里的图。',
    },
  },
  'text-unseen': {
    says: { en: 'The character U+{number} cannot be seen. Take it out.', 'zh-CN': '字符 U+{number} 不可见。把它删掉。' },
  },
  'text-title': { says: { en: 'The file needs a title: a line "# ...".', 'zh-CN': '文件需要标题：一行“# ……”。' } },
  'text-heading': {
    says: {
      en: '"## {key}" is not a heading of a pack; use step, row, option, hint, feedback, why or part.',
      'zh-CN': '“## {key}”不是包的标题；可用 step、row、option、hint、feedback、why、part。',
    },
  },
  'text-twice': { says: { en: '"## {key}" stands twice. Keep one.', 'zh-CN': '“## {key}”出现了两次。只留一个。' } },
  'text-none': {
    says: { en: 'The exercise has no text in any language. Write {file}.', 'zh-CN': '这道练习没有任何语言的文本。请编写 {file}。' },
  },
  'text-missing': {
    says: { en: '"## {key}" is missing: {by} asks for it. Add it here.', 'zh-CN': '缺少“## {key}”：{by} 需要它。加在这里。' },
  },
  'text-unused': {
    severity: 'warning',
    says: { en: '"## {key}" belongs to nothing in exercise.yml.', 'zh-CN': 'exercise.yml 里没有用到“## {key}”。' },
  },
  placeholder: { says: { en: '{{{hole}}} names no parameter.', 'zh-CN': '{{{hole}}} 不是参数。' } },
  'placeholder-differs': {
    says: {
      en: '"## {key}" has not the placeholders it has in {other}: {lacks} missing, {extra} too many.',
      'zh-CN': '“## {key}”的占位符与 {other} 不一致：缺少 {lacks}，多出 {extra}。',
    },
  },
  'page-missing': { says: { en: 'The page {id} has no {file}.', 'zh-CN': '页面 {id} 没有 {file}。' } },
  'part-missing': { says: { en: '"## {key}" is in {other} and not here.', 'zh-CN': '“## {key}”在 {other} 里有，这里没有。' } },
  // ---- expressions -----------------------------------------------------------------------------------------------
  'expr-read': { says: { en: '"{text}" cannot be read in an expression.', 'zh-CN': '表达式里不能出现“{text}”。' } },
  'expr-extra': { says: { en: '"{text}" was not expected here.', 'zh-CN': '此处不应出现“{text}”。' } },
  'expr-here': { says: { en: '"{text}" cannot stand here.', 'zh-CN': '“{text}”不能放在这里。' } },
  'expr-end': { says: { en: 'The expression ends too early.', 'zh-CN': '表达式没有写完。' } },
  'expr-depth': { says: { en: 'The expression is nested too deeply.', 'zh-CN': '表达式嵌套太深。' } },
  'expr-sign': { says: { en: '"{text}" is missing here.', 'zh-CN': '此处缺少“{text}”。' } },
  'expr-name': { says: { en: 'A name is missing after ".".', 'zh-CN': '“.”之后缺少名称。' } },
  'expr-accessor': { says: { en: 'There is no {name}(); there are {known}.', 'zh-CN': '没有 {name}()；可用的有 {known}。' } },
  'expr-member': { says: { en: 'A {type} has no .{name}; it has {known}.', 'zh-CN': '{type} 没有 .{name}；它有 {known}。' } },
  'expr-param': { says: { en: 'There is no parameter {name} here.', 'zh-CN': '此处没有参数 {name}。' } },
  'expr-arguments': {
    says: { en: '{name}() takes {count} arguments, not {given}.', 'zh-CN': '{name}() 需要 {count} 个参数，而不是 {given} 个。' },
  },
  'expr-type': { says: { en: 'A {needed} is needed here, not a {given}.', 'zh-CN': '此处需要 {needed}，而不是 {given}。' } },
  'expr-prev': {
    says: {
      en: 'prev() is the key of the step before, and none that asks for a number stands before this.',
      'zh-CN': 'prev() 是上一步的答案，而这里之前没有要求填数的步骤。',
    },
  },
  'expr-live': {
    says: {
      en: "live() reads the learner's machine, and there is none yet. Use it in a step.",
      'zh-CN': 'live() 读取学习者的机器，此处还没有。把它用在步骤里。',
    },
  },
  'expr-position': { says: { en: 'A position is one of {known}.', 'zh-CN': '位置是以下之一：{known}。' } },
  // ---- what shows only on a machine ------------------------------------------------------------------------------
  'expr-value': {
    says: { en: 'On seed {seed} this has no value: {why}.', 'zh-CN': '在种子 {seed} 上这里没有值：{why}。' },
  },
  'where-unsolvable': {
    says: { en: 'On seed {seed} no value of {name} meets this.', 'zh-CN': '在种子 {seed} 上，{name} 没有满足此条件的值。' },
  },
  'start-place': {
    says: { en: 'On seed {seed} the machine cannot be changed like this: {why}.', 'zh-CN': '在种子 {seed} 上不能这样改动机器：{why}。' },
  },
  'misconception-same': {
    says: {
      en: 'On seed {seed} the misconception {id} of {name} is {value}, and so is {same}. Make them differ, or rule the seed out with where.',
      'zh-CN': '在种子 {seed} 上，{name} 的误解 {id} 是 {value}，{same} 也是。让它们不同，或用 where 排除。',
    },
  },
  'misconception-reply': {
    says: {
      en: 'On seed {seed} the answer {value} gets no reply, though {name} foresees it as {id}.',
      'zh-CN': '在种子 {seed} 上，答案 {value} 没有得到回复，而 {name} 把它预设为 {id}。',
    },
  },
  'check-undone': {
    says: {
      en: 'On seed {seed} {step} is done before anything was done. Ask for something that the machine does not begin with.',
      'zh-CN': '在种子 {seed} 上，什么都没做，{step} 就已经完成。条件要写成机器一开始不满足的。',
    },
  },
  'golden-missing': {
    says: {
      en: 'There is no tests.yml, so nothing shows that the exercise can be solved. Write one with golden and negative.',
      'zh-CN': '没有 tests.yml，无法证明这道练习可解。写一个，包含 golden 和 negative。',
    },
  },
  'golden-wrong': {
    says: {
      en: 'On seed {seed} the golden answer of {step} is {result} (read as {understood}).',
      'zh-CN': '在种子 {seed} 上，{step} 的标准答案判为 {result}（读作 {understood}）。',
    },
  },
  'golden-endless': {
    says: { en: 'On seed {seed} "{line}" does not end.', 'zh-CN': '在种子 {seed} 上，“{line}”不会结束。' },
  },
  'golden-fails': {
    says: { en: 'On seed {seed} "{line}" fails: {text}', 'zh-CN': '在种子 {seed} 上，“{line}”失败：{text}' },
  },
  'golden-place': {
    says: {
      en: 'On seed {seed} no golden line begins or ends at a moment at which the answer of {step} can be seen. Add one that does.',
      'zh-CN': '在种子 {seed} 上，没有哪一行在能看到 {step} 答案的那一刻开始或结束。补上这样的一行。',
    },
  },
  'golden-unseen': {
    says: {
      en: 'On seed {seed} no golden line shows {key}h, the answer of {name}. Add the line that does.',
      'zh-CN': '在种子 {seed} 上，没有哪一行显示 {name} 的答案 {key}h。补上能显示它的那一行。',
    },
  },
  'negative-differs': {
    says: {
      en: 'On seed {seed} this answer is {result} (reply {feedback}), not {wanted} (reply {reply}).',
      'zh-CN': '在种子 {seed} 上，这个答案判为 {result}（回复 {feedback}），而不是 {wanted}（回复 {reply}）。',
    },
  },
  transferable: {
    says: {
      en: 'Every seed has the same numbers for answers, so they can be copied. Draw a parameter, or ask for what the machine draws.',
      'zh-CN': '每个种子的数字答案都一样，可以照抄。抽一个参数，或者问机器抽出来的东西。',
    },
  },
} as const satisfies Record<string, PackMessage>;
