/** How much room there is: which panes stand side by side and how wide they are. */
export type WindowClass = 'narrow' | 'small' | 'medium' | 'large';

/** Below SMALL everything stands in one column: a small window at 200 %. */
const SMALL = 760,
  MEDIUM = 1360,
  LARGE = 1800;
const classOf = (width: number): WindowClass => (width < SMALL ? 'narrow' : width < MEDIUM ? 'small' : width < LARGE ? 'medium' : 'large');

const room = $state<{ value: WindowClass; zoom: number }>({ value: classOf(innerWidth), zoom: 1 });
function measure(): void {
  room.value = classOf(innerWidth / room.zoom);
  document.documentElement.dataset['room'] = room.value;
}
measure();
addEventListener('resize', measure);
/** Everything but the console, which has its own size, is drawn so many times as large. */
export function setZoom(zoom: number): void {
  room.zoom = zoom;
  document.documentElement.style.setProperty('--zoom', String(zoom));
  measure();
}
export const zoom = (): number => room.zoom;

/** Is there room for what is beside the essential? */
export const isTight = (): boolean => room.value === 'narrow' || room.value === 'small';
export const windowClass = (): WindowClass => room.value;
