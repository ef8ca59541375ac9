/** All the window gets: one function. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld(
  'lab',
  Object.freeze({ call: (name: string, argument: unknown): Promise<unknown> => ipcRenderer.invoke('lab', String(name), argument) }),
);
