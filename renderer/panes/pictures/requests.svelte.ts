/** What each picture was last asked to show: kept while the window is open. */
import type { PictureRequest } from '../../../core/debugger/pictures/picture.ts';
import type { PicturePane } from '../../state/panes.svelte.ts';

type Of<K extends PicturePane> = PictureRequest & { readonly kind: K };
type Asked = { readonly [K in PicturePane]?: Of<K> };
/** Plain objects: they are sent to the worker. */
const asked: { all: Asked } = new (class {
  all: Asked = $state.raw({});
})();
/** Pictures shown as text. */
const texts: Partial<Record<PicturePane, boolean>> = $state({});

export const requests = {
  of: <K extends PicturePane>(kind: K): Of<K> | undefined => asked.all[kind],
  ask<K extends PicturePane>(kind: K, request: Of<K>): void {
    asked.all = { ...asked.all, [kind]: request };
  },
  asText: (kind: PicturePane): boolean => texts[kind] === true,
  toggleText(kind: PicturePane): void {
    texts[kind] = texts[kind] !== true;
  },
};
