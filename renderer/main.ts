import { mount } from 'svelte';
import '@xterm/xterm/css/xterm.css';
import './styles/tokens.css';
import './styles/base.css';
import App from './App.svelte';
import { app } from './state/app.svelte.ts';
import { shell } from './state/shell.svelte.ts';
import { tour } from './state/tour.svelte.ts';

await app.begin();
mount(App, { target: document.getElementById('app')! });
if (tour.isDue) void tour.begin();
await shell.begin();
