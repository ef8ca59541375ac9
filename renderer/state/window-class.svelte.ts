/** How much room there is: which panes stand side by side and how wide they are. */
export type WindowClass = 'small' | 'medium' | 'large';

const MEDIUM = 1360, LARGE = 1800;
const classOf = (width: number): WindowClass => (width < MEDIUM ? 'small' : width < LARGE ? 'medium' : 'large');

const room = $state<{ value: WindowClass }>({ value: classOf(innerWidth) });
addEventListener('resize', () => { room.value = classOf(innerWidth); });

export const windowClass = (): WindowClass => room.value;
