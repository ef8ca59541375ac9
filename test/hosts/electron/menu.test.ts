import type { EditFlags, MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { accelerator } from '../../../main/electron/menu.ts';
import { started } from './started.ts';

const SECTIONS = [
  {
    title: 'Machine',
    items: [
      { id: 'step-into', title: 'Step into', key: 'F11' },
      { id: 'break', title: 'Break & look', key: 'Ctrl+Pause' },
    ],
  },
  { title: 'View', items: [{ id: 'palette', title: 'Find anything', key: 'Ctrl+K' }] },
];
const items = (menu: MenuItemConstructorOptions[], title: string): MenuItemConstructorOptions[] =>
  menu.find(item => item.label === title)!.submenu as MenuItemConstructorOptions[];
const labels = (menu: MenuItemConstructorOptions[]): (string | undefined)[] => menu.map(item => item.label ?? item.role ?? item.type);

describe('the native menu', () => {
  test('is there before the window has spoken', async () => {
    const { double } = await started();
    expect(labels(double.menus[0]!)).toEqual(['File', 'Edit', 'Window']);
  });
  test("shows the window's actions with their keys, which the window hears itself", async () => {
    const { double, call } = await started();
    expect(call('window/menu', { sections: SECTIONS })).toEqual({ ok: true, value: null });
    const menu = double.menus.at(-1)!;
    expect(labels(menu)).toEqual(['File', 'Edit', 'Machine', 'View', 'Window']);
    expect(items(menu, 'Machine')).toMatchObject([
      { label: 'Step into', accelerator: 'F11', registerAccelerator: false },
      { label: 'Break && look' },
    ]);
    expect(items(menu, 'Machine')[1]).not.toHaveProperty('accelerator');
    for (const item of items(menu, 'Edit')) if (item.role) expect(item.registerAccelerator).toBe(false);
  });
  test('an entry runs the action in the window', async () => {
    const { double, call } = await started();
    call('window/ready');
    call('window/menu', { sections: SECTIONS });
    (items(double.menus.at(-1)!, 'View')[0]!.click as () => void)();
    expect(double.contents.sent).toEqual([['lab-notice', { kind: 'action', id: 'palette' }]]);
  });
  test('is in Chinese where the window is', async () => {
    const { double, call } = await started();
    call('settings/set', { language: 'zh-CN' });
    call('window/menu', { sections: [{ title: '机器', items: [] }] });
    expect(labels(double.menus.at(-1)!)).toEqual(['文件', '编辑', '机器', '窗口']);
    expect(labels(items(double.menus.at(-1)!, '文件'))).toEqual(expect.arrayContaining(['打开数据文件夹', '退出']));
  });
  test('a Mac has its own first menu and closes windows', async () => {
    const { double } = await started({ platform: 'darwin' });
    expect(double.menus[0]![0]).toEqual({ role: 'appMenu' });
    expect(items(double.menus[0]!, 'File').at(-1)).toMatchObject({ role: 'close' });
  });
  test('a right click offers what can be done with text, and nothing elsewhere', async () => {
    const { double } = await started(),
      flags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true } as EditFlags;
    const click = (isEditable: boolean, selectionText: string): void =>
      double.contents.deliver('context-menu', undefined, { isEditable, selectionText, editFlags: flags });
    click(true, '');
    expect(double.popups[0]!.map(item => [item.role, item.enabled])).toEqual([
      ['cut', true],
      ['copy', true],
      ['paste', false],
      ['selectAll', true],
    ]);
    click(false, 'some text');
    expect(double.popups[1]!.map(item => item.role)).toEqual(['copy']);
    click(false, ' ');
    expect(double.popups).toHaveLength(2);
  });
  test("takes no key of the window's: only the three sizes have keys of their own", async () => {
    const { double, call } = await started();
    call('window/menu', { sections: SECTIONS });
    const all = double.menus.at(-1)!.flatMap(item => item.submenu as MenuItemConstructorOptions[]);
    expect(all.filter(item => item.accelerator && item.registerAccelerator !== false).map(item => item.accelerator)).toEqual([
      'CommandOrControl+Plus',
      'CommandOrControl+-',
      'CommandOrControl+Alt+0',
    ]);
  });
  test('opens the data folder', async () => {
    const { double, data } = await started();
    (items(double.menus[0]!, 'File')[0]!.click as () => void)();
    expect(double.told).toContainEqual(['open folder', data]);
  });
  test.each([
    [{}],
    [{ sections: [{ title: '', items: [] }] }],
    [{ sections: [{ title: 'x', items: [{ id: '../x', title: 'y' }] }] }],
    [{ sections: [{ title: 'x', items: [{ id: 'x', title: 'y', role: 'quit' }] }] }],
  ])('refuses %j', async argument => {
    const { double, call } = await started();
    expect(call('window/menu', argument)).toMatchObject({ ok: false });
    expect(double.menus).toHaveLength(1);
  });
  test.each([
    ['Ctrl+Shift+M', 'Ctrl+Shift+M'],
    ['Meta+K', 'Command+K'],
    ['F11', 'F11'],
    ['Ctrl+Pause', undefined],
    ['Ctrl+Nonsense', undefined],
    [undefined, undefined],
  ])('%s is shown as %s', (key, shown) => {
    expect(accelerator(key)).toBe(shown);
  });
});
