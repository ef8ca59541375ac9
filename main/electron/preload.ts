/** All the window gets: a function that calls the host, and one that hears its notices. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld(
  'lab',
  Object.freeze({
    call: (name: string, argument: unknown): Promise<unknown> => ipcRenderer.invoke('lab', String(name), argument),
    listen: (hear: (notice: unknown) => void): void => {
      ipcRenderer.removeAllListeners('lab-notice');
      ipcRenderer.on('lab-notice', (_event, notice: unknown) => {
        hear(notice);
      });
    },
  }),
);
