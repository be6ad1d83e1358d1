import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres, type RunningPostgres, startPostgres } from '../../test/start-postgres.ts';
import { type Database, openDatabase, pingDatabase } from '../database/open-database.ts';
import { EmailTakenError } from './email-taken-error.ts';
import type { UserDetails, UserQuery } from './user.ts';
import { createUserRepository, type UserRepository } from './user-repository.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const nobody = '00000000-0000-4000-8000-00000000dead';
const barbara: UserDetails = { name: 'Barbara Liskov', email: 'barbara@example.com', role: 'member', bio: null };
const everybody: UserQuery = { sort: ['name'], limit: 100, offset: 0 };

interface Storage {
  /** Options that open a database nobody has used. */
  create(): Promise<{ readonly file?: string; readonly url?: string }>;
  remove(): Promise<void>;
}

async function sqliteStorage(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'user-service-sqlite-'));
  let created = 0;
  return {
    create: async () => ({ file: join(folder, `users-${++created}.sqlite`) }),
    remove: () => rm(folder, { recursive: true }),
  };
}

async function postgresStorage(): Promise<Storage> {
  const server: RunningPostgres = await startPostgres();
  return { create: async () => ({ url: await server.createDatabase() }), remove: () => server.stop() };
}

describe('a repository of users in SQLite', () => behavesLikeARepository(sqliteStorage));

const postgres = 'a repository of users in PostgreSQL';
if (hasPostgres()) describe(postgres, () => behavesLikeARepository(postgresStorage));
else describe.skip(`${postgres} (skipped: npm has no PostgreSQL for this platform)`, () => it('is tested', () => {}));

function behavesLikeARepository(createStorage: () => Promise<Storage>): void {
  let storage: Storage;
  let options: Awaited<ReturnType<Storage['create']>>;
  let database: Database;
  let users: UserRepository;

  beforeAll(async () => {
    storage = await createStorage();
  });
  afterAll(() => storage?.remove());
  beforeEach(async () => {
    options = await storage.create();
    database = await openDatabase(options);
    users = createUserRepository(database);
  });
  afterEach(() => database.destroy());

  const names = async (query: Partial<UserQuery>) =>
    (await users.find({ ...everybody, ...query })).items.map((user) => user.name);

  it('begins with five users', async () => {
    expect(await users.get(ada)).toEqual({
      id: ada,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      role: 'admin',
      bio: 'Wrote the first program, for a machine that was never built.',
      createdAt: '2024-01-10T09:00:00.000Z',
      updatedAt: '2024-01-10T09:00:00.000Z',
    });
    expect((await users.find(everybody)).total).toBe(5);
  });

  it('keeps what it was given and migrates only once', async () => {
    const created = await users.create(barbara);
    await users.delete(ada);
    const [again, andAgain] = await Promise.all([openDatabase(options), openDatabase(options)]);
    expect(await createUserRepository(again).get(created.id)).toEqual(created);
    expect(await createUserRepository(andAgain).get(ada)).toBeUndefined();
    await again.destroy();
    await andAgain.destroy();
  });

  it('gives a new user an id and the time', async () => {
    const user = await users.create(barbara);
    expect(user).toMatchObject(barbara);
    expect(user.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(user.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(user.updatedAt).toBe(user.createdAt);
  });

  it('finds a user by its id in upper case', async () => {
    const { id } = await users.create(barbara);
    expect((await users.get(id.toUpperCase()))?.id).toBe(id);
  });

  it('changes what it is told to and leaves the rest', async () => {
    const before = await users.get(ada);
    const after = await users.update(ada, { name: 'Ada King', bio: null });
    expect(after).toEqual({ ...before, name: 'Ada King', bio: null, updatedAt: after?.updatedAt });
    expect(await users.get(ada)).toEqual(after);
    expect(await names({ text: 'lovelace' })).toEqual([]);
    expect(await names({ text: 'KING' })).toEqual(['Ada King']);
  });

  it('deletes a user once', async () => {
    expect(await users.delete(ada)).toBe(true);
    expect(await users.delete(ada)).toBe(false);
    expect(await users.get(ada)).toBeUndefined();
  });

  it('knows nothing of a user that is not there', async () => {
    expect(await users.get(nobody)).toBeUndefined();
    expect(await users.update(nobody, { role: 'guest' })).toBeUndefined();
    expect(await users.delete(nobody)).toBe(false);
  });

  it.each(['ada@example.com', 'ADA@Example.COM'])('refuses a second user with the address %s', async (email) => {
    await expect(users.create({ ...barbara, email })).rejects.toThrow(EmailTakenError);
    const { id } = await users.create(barbara);
    await expect(users.update(id, { email })).rejects.toThrow(EmailTakenError);
    expect((await users.get(id))?.email).toBe(barbara.email);
  });

  it('lets a user change the case of the own address', async () => {
    expect((await users.update(ada, { email: 'Ada@Example.com' }))?.email).toBe('Ada@Example.com');
  });

  it('gives an address to one of twenty that ask at once', async () => {
    const asked = Array.from({ length: 20 }, () => users.create(barbara));
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(EmailTakenError);
  });

  it('says nothing of addresses when another rule of the database is broken', async () => {
    // The cast: the contract never lets such a role through; the database has its own rule.
    const role = 'owner' as 'guest';
    const failure = await users.create({ ...barbara, role }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(EmailTakenError);
  });

  it.each<[string, Partial<UserQuery>, readonly string[]]>([
    ['part of a name in another case', { text: 'LOVE' }, ['Ada Lovelace']],
    ['part of an address', { text: 'edsger@' }, ['Edsger Dijkstra']],
    ['a percent sign', { text: '100%' }, ['100% Sure']],
    ['a percent sign that is no wildcard', { text: 'a%e' }, []],
    ['an underscore', { text: 'under_' }, ['Under_Score!']],
    ['an underscore that is no wildcard', { text: '_da' }, []],
    ['the mark that escapes', { text: 'score!' }, ['Under_Score!']],
    ['a backslash', { text: '\\' }, []],
    ['a quotation mark', { text: "' or '1'='1" }, []],
    ['letters beyond ASCII in another case', { text: 'ÉMILIE' }, ['émilie du Châtelet']],
    ['the same letters in another normal form', { text: 'e\u0301milie' }, ['émilie du Châtelet']],
    ['a role', { roles: ['guest'] }, ['100% Sure', 'Edsger Dijkstra', 'Under_Score!', 'émilie du Châtelet']],
    ['a role and a text', { roles: ['admin'], text: 'l' }, ['Ada Lovelace', 'Grace Hopper']],
    ['roles that nobody has', { roles: ['member'], text: 'ada' }, []],
  ])('finds by %s', async (_name, query, wanted) => {
    for (const name of ['100% Sure', 'Under_Score!', 'émilie du Châtelet']) {
      await users.create({ name, email: `${name.length}@example.org`, role: 'guest', bio: null });
    }
    expect(await names(query)).toEqual(wanted);
  });

  it.each<[Partial<UserQuery>, readonly string[]]>([
    [{ sort: ['name'] }, ['Ada', 'barbara', 'Edsger', 'Grace', 'Linus', 'Margaret', 'Zoë', 'Åsa']],
    [{ sort: ['-name'] }, ['Åsa', 'Zoë', 'Margaret', 'Linus', 'Grace', 'Edsger', 'barbara', 'Ada']],
    [{ sort: ['email'], roles: ['member'] }, ['Åsa', 'Zoë', 'Linus', 'Margaret']],
    [{ sort: ['role', '-createdAt'], roles: ['admin', 'guest'] }, ['Grace', 'Ada', 'barbara', 'Edsger']],
  ])('sorts as %j says', async (query, wanted) => {
    await users.create({ ...barbara, name: 'barbara Liskov', email: 'c@example.com', role: 'guest' });
    await users.create({ ...barbara, name: 'Zoë Quinn', email: 'B@example.com' });
    await users.create({ ...barbara, name: 'Åsa Larsson', email: 'a@example.com' });
    expect((await names(query)).map((name) => name.split(' ')[0])).toEqual(wanted);
  });

  it('divides what it finds into pages that do not overlap', async () => {
    const pages = await Promise.all([0, 2, 4, 6].map((offset) => users.find({ ...everybody, limit: 2, offset })));
    expect(pages.map((page) => page.items.map((user) => user.name))).toEqual([
      ['Ada Lovelace', 'Edsger Dijkstra'],
      ['Grace Hopper', 'Linus Torvalds'],
      ['Margaret Hamilton'],
      [],
    ]);
    expect(pages.map((page) => page.total)).toEqual([5, 5, 5, 5]);
  });

  it('orders users that share every other value by their id', async () => {
    for (let twin = 0; twin < 5; twin += 1) await users.create({ ...barbara, email: `twin${twin}@example.com` });
    const { items } = await users.find({ ...everybody, text: 'liskov' });
    const ids = items.map((user) => user.id);
    expect(ids).toEqual(ids.toSorted());
  });

  it('answers a ping until it is closed', async () => {
    await expect(pingDatabase(database)).resolves.toBeUndefined();
    const other = await openDatabase(await storage.create());
    await other.destroy();
    await expect(pingDatabase(other)).rejects.toThrow();
  });
}
