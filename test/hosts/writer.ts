/** Writes answers as fast as it can and prints the index of each once it is acknowledged, until it is killed. */
import { Store } from '../../main/store/store.ts';

const store = new Store(process.argv[2]!);
const { session } = store.openSession({
  ref: { machine: 'win10-x64', seed: 'note', set: {} },
  exercise: { pack: 'syscalls', id: 'ssdt-descriptor' },
});
for (let n = 0; n < 100_000; n++) {
  store.recordAnswer(
    session,
    n,
    { kind: 'answer', step: 'count', text: String(n) },
    { step: 'count', result: 'wrong', points: 0, feedback: undefined },
  );
  process.stdout.write(`${n}\n`);
}
