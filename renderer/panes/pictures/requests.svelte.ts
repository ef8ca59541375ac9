/** What each picture was last asked to show: kept while the lab is open. */
import type { PictureRequest } from '../../../core/debugger/pictures/picture.ts';

export type Kind = PictureRequest['kind'];
export type Of<K extends Kind> = PictureRequest & { readonly kind: K };
type Asked = { readonly [K in Kind]?: Of<K> };
/** Plain objects: they are sent to the worker. */
const asked: { all: Asked } = new (class {
  all: Asked = $state.raw({});
})();
/** Pictures shown as text. */
const texts: Partial<Record<Kind, boolean>> = $state({});

export const requests = {
  of: <K extends Kind>(kind: K): Of<K> | undefined => asked.all[kind],
  ask<K extends Kind>(kind: K, request: Of<K>): void {
    asked.all = { ...asked.all, [kind]: request };
  },
  forget(): void {
    asked.all = {};
  },
  asText: (kind: Kind): boolean => texts[kind] === true,
  toggleText(kind: Kind): void {
    texts[kind] = texts[kind] !== true;
  },
};
