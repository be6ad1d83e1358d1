import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { UserTable } from '../user-table.ts';

/** The users that the pet store's data knows. */
const users: readonly UserTable[] = [
  {
    ...account(1, 'Ada Lovelace', 'ada@example.com', '2024-01-10T09:00:00.000Z'),
    role: 'admin',
    bio: 'Wrote the first program, for a machine that was never built.',
  },
  {
    ...account(2, 'Grace Hopper', 'grace@example.com', '2024-02-11T10:30:00.000Z'),
    role: 'admin',
    bio: 'Taught computers to read English, and kept the first bug.',
  },
  {
    ...account(3, 'Linus Torvalds', 'linus@example.com', '2024-03-12T11:45:00.000Z'),
    role: 'member',
    bio: 'Just a hobby, nothing big and professional.',
  },
  {
    ...account(4, 'Margaret Hamilton', 'margaret@example.com', '2024-04-13T14:05:00.000Z'),
    role: 'member',
    bio: 'Her software landed on the moon and knew what to leave undone.',
  },
  { ...account(5, 'Edsger Dijkstra', 'edsger@example.com', '2024-05-14T16:20:00.000Z'), role: 'guest', bio: null },
];

export const seedUsers: Migration = {
  async up(database: Kysely<{ users: UserTable }>): Promise<void> {
    await database.insertInto('users').values(users).execute();
  },
  async down(database: Kysely<{ users: UserTable }>): Promise<void> {
    const ids = users.map((user) => user.id);
    await database.deleteFrom('users').where('id', 'in', ids).execute();
  },
};

function account(position: number, name: string, email: string, since: string) {
  const id = `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
  // Names and addresses above are plain ASCII: their comparison key is their lower case.
  const keys = { name_key: name.toLowerCase(), email_key: email };
  return { id, name, email, ...keys, created_at: since, updated_at: since };
}
