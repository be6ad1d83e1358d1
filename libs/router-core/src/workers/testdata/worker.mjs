// A worker without a service. Its arguments say how it behaves.
const is = (behaviour) => process.argv.includes(behaviour);
const isSuccessor = process.env.BRRT_SUCCESSOR !== undefined;
const tell = (message) => new Promise((done) => process.send(message, done));

let checks = 0;

process.on('message', async (message) => {
  if (is('stubborn')) return;
  if (message.brrt === 'check') await answer(++checks);
  if (message.brrt === 'drain') process.exit(is('ends-badly') ? 4 : 0);
});
async function answer(check) {
  const isSilent = is('mute') || (is('debugged') && check > 1);
  if (is('slow')) await new Promise((done) => setTimeout(done, 300));
  if (!isSilent) await tell({ brrt: 'alive', isDebugged: is('debugged') });
}

if (is('stubborn')) process.on('SIGTERM', () => undefined);
if (is('ready-late')) {
  process.on('SIGTERM', async () => {
    await tell({ brrt: 'ready', name: 'pets' });
    process.exit(0);
  });
}
if (is('dies')) process.exit(7);
if (is('fails') || (is('successor-fails') && isSuccessor)) {
  await tell({ brrt: 'failed', message: 'no database' });
  process.exit(3);
}
if (is('successor-dies') && isSuccessor) process.exit(7);
await tell('none of ours');
await tell({ brrt: 'publish', name: 'started', item: { number: process.env.BRRT_WORKER, isSuccessor } });
const isSilent = is('hangs') || is('ready-late') || (is('successor-hangs') && isSuccessor);
if (!isSilent) {
  await tell({ brrt: 'ready', name: is('nameless') ? undefined : 'pets' });
  await tell({ brrt: 'ready', name: 'again' });
}
