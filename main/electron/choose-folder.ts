/** The dialog in which a person chooses the folder of a pack: the only way a path comes into the program from its window. */
import { inLanguage, type Language } from '../../core/problem.ts';
import type { FolderDialog } from '../services/author.ts';
import type { Asker } from './ask.ts';
import type { DialogPart } from './parts.ts';

/** One dialog at a time. */
export function folderDialog(dialog: DialogPart, ask: Asker, language: () => Language): FolderDialog {
  let open = false;
  const choose: (...got: Parameters<FolderDialog>) => Promise<void> = async (why, take) => {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title: ask.say(`folder.${why}`),
      message: ask.say(`folder.${why}`),
      buttonLabel: ask.say(`folder.${why}-do`),
      properties: why === 'new' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
    });
    const [folder] = filePaths,
      taken = canceled || folder === undefined ? undefined : take(folder);
    if (!taken || taken.ok) return;
    const { message, hint } = inLanguage(taken.problem, language());
    await ask.tell('warning', message, hint ?? '');
  };
  return (why, take) => {
    if (open) return;
    open = true;
    void choose(why, take).finally(() => {
      open = false;
    });
  };
}
