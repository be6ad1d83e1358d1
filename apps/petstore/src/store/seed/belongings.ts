import { createHash } from 'node:crypto';

export const animals = [
  { type: 'dog', name: 'Balto', bark: true },
  { type: 'cat', name: 'Felicette', meow: true },
  { type: 'bird', name: 'Huginn', wingspanCm: 118.5 },
  { type: 'dog', name: 'Hachiko', bark: false },
  { type: 'cat', meow: true },
  { type: 'bird', name: 'Polly', wingspanCm: 24 },
].map((animal, index) => ({
  id: `30000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  admitted_at: `2026-03-0${index + 1}T10:00:00Z`,
  type: animal.type,
  animal: JSON.stringify(animal),
}));

export const applications = [
  { name: 'Barbara', age: 41, interests: '["cats"]' },
  { name: 'Donald', age: 67, interests: '["dogs","organs"]' },
  { name: 'Frances', age: null, interests: '[]' },
];

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture of one pixel. */
export const png = {
  id: '40000000-0000-4000-8000-000000000001',
  media_type: 'image/png',
  filename: 'pixel.png',
  metadata: '{"album":"logos"}',
  sha256: createHash('sha256').update(pixel).digest('hex'),
  content: pixel,
};

export const subscriptions = [
  {
    id: '50000000-0000-4000-8000-000000000001',
    url: 'https://example.com/webhook',
    events: '["pet.created"]',
    created_at: '2026-02-01T12:00:00Z',
  },
];

export const featureFlags = {
  id: 1,
  feature_flags: '{"beta":true,"analytics":false}',
  updated_at: '2026-01-01T00:00:00Z',
};
