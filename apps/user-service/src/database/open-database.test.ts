import { expect, it } from 'vitest';
import { freePort } from '../../test/free-port.ts';
import { openDatabase } from './open-database.ts';

it('keeps users in memory when it is told nothing', async () => {
  const database = await openDatabase({});
  expect(await database.selectFrom('users').select('name').orderBy('id').execute()).toHaveLength(5);
  await database.destroy();
});

it.each([
  ['a folder that does not exist', async () => ({ file: '/no/such/folder/users.sqlite' }), /unable to open/],
  [
    'a server that is not there',
    async () => ({ url: `postgres://127.0.0.1:${await freePort()}/users` }),
    /ECONNREFUSED/,
  ],
])('refuses to open %s', async (_name, options, reason) => {
  await expect(openDatabase(await options())).rejects.toThrow(reason);
});
