/** A picture of the machine as it stands, asked for again at each stop and whenever something else is asked. */
import type { DrawnPicture, PictureRequest } from '../../../core/debugger/pictures/picture.ts';
import type { Lab } from '../../state/lab.svelte.ts';

export class Drawing {
  #drawn: DrawnPicture | undefined = $state.raw();
  #unreadable = $state(false);

  /** To be made while a component is; `request` undefined: nothing is asked. */
  constructor(lab: () => Lab, request: () => PictureRequest | undefined) {
    $effect(() => {
      const at = lab(),
        asked = request();
      void at.moment;
      let late = false;
      if (asked === undefined) {
        this.#drawn = undefined;
        this.#unreadable = false;
        return;
      }
      at.picture(asked)
        .then(answer => {
          if (late) return;
          this.#unreadable = answer === undefined;
          this.#drawn = answer ?? this.#drawn;
        })
        .catch((error: unknown) => {
          if (!late) at.setCrash(String(error));
        });
      return () => {
        late = true;
      };
    });
  }
  get drawn(): DrawnPicture | undefined {
    return this.#drawn;
  }
  /** What was last asked cannot be read; `drawn` is what was before. */
  get unreadable(): boolean {
    return this.#unreadable;
  }
}
