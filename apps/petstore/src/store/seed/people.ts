/** The same five people as in the user service. */
export const ada = '00000000-0000-4000-8000-000000000001';
export const grace = '00000000-0000-4000-8000-000000000002';
export const linus = '00000000-0000-4000-8000-000000000003';
export const margaret = '00000000-0000-4000-8000-000000000004';
export const edsger = '00000000-0000-4000-8000-000000000005';

export const users = [
  { id: ada, name: 'Ada', email: 'ada@example.com' },
  { id: grace, name: 'Grace', email: 'grace@example.com' },
  { id: linus, name: 'Linus', email: 'linus@example.com' },
  { id: margaret, name: 'Margaret', email: 'margaret@example.com' },
  { id: edsger, name: 'Edsger', email: null },
];

/** The authors' posts, oldest first: `post-1`, `post-2`, … for each of them. */
const written: readonly (readonly [author: string, title: string, body: string, publishedAt: string])[] = [
  [ada, 'Intro', 'Welcome to the blog of a poodle and her analyst.', '2026-01-12T08:00:00Z'],
  [
    ada,
    'Follow-up',
    'Thanks for reading. Countess learned to sit on command, and only on command.',
    '2026-02-03T09:30:00Z',
  ],
  [ada, 'Punched cards as toys', 'She sorts them by smell. The order is stable.', '2026-02-20T17:45:00Z'],
  [
    ada,
    'Notes on fetching',
    'A table of throws, returns and rewards, with the ninth row corrected.',
    '2026-03-02T07:15:00Z',
  ],
  [grace, 'A moth in the kennel', 'First actual case of a bug being found by a beagle.', '2026-01-20T12:00:00Z'],
  [
    grace,
    'How long is a nanosecond?',
    'As long as it takes Admiral to notice an open tin: 30 centimetres of wire.',
    '2026-02-11T10:10:00Z',
  ],
  [grace, 'Easier to ask forgiveness', 'On finding the treats gone.', '2026-03-01T15:00:00Z'],
  [linus, 'Just a hobby', 'A cat door, will not be big and professional.', '2026-01-25T20:57:00Z'],
  [linus, 'Merging two cats', 'No conflicts, one rebase of the sofa.', '2026-02-14T11:30:00Z'],
  [linus, 'Talk is cheap', 'Show me the collar.', '2026-02-27T19:00:00Z'],
  [margaret, 'Priority displays', 'When everything happens at once, the dog comes first.', '2026-01-31T06:20:00Z'],
  [margaret, 'Lunar landing in the garden', 'Program alarm 1202: too many squirrels.', '2026-02-18T16:04:00Z'],
  [edsger, 'Walks considered harmful', 'Only without a proof of return.', '2026-02-01T08:08:00Z'],
  [edsger, 'The shortest path to the park', 'With non-negative puddles.', '2026-02-22T09:09:00Z'],
];

export const posts = written.map(([author_id, title, body, published_at], index) => ({
  id: `post-${written.slice(0, index + 1).filter(([author]) => author === author_id).length}`,
  author_id,
  title,
  body,
  published_at,
}));
