import { x64, x86 } from './fixture.ts';
import { transcript } from './transcript.ts';

transcript('layouts-x64', x64);
transcript('layouts-x86', x86);
transcript('errors-x64', x64);
