import { expect, it } from 'vitest';
import { generateFormat } from './generate-format.ts';
import { createRandom } from './random.ts';

it.each([
  ['http-date', /^\w{3}, \d{2} \w{3} 2026 \d{2}:\d{2}:\d{2} GMT$/],
  ['ip', /^192\.0\.2\.\d+$/],
  ['cidr', /^192\.0\.2\.\d+\/28$/],
  ['url', /^https:\/\/example\.com\//],
  ['guid', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
  ['base64', /^[\w+/]+=*$/],
  ['base64url', /^[\w-]+$/],
  ['char', /^[a-z]$/],
  ['int32', /^\d+$/],
  ['int64', /^\d+$/],
  ['decimal', /^\d+\.50$/],
  ['media-range', /^application\/json$/],
  ['color', /^#[\da-f]{6}$/],
])('%s', (format, want) => expect(generateFormat(format, createRandom(1))).toMatch(want));

it.each([['sku'], ['constructor']])('knows nothing of %s', (format) => {
  expect(generateFormat(format, createRandom(1))).toBeUndefined();
});
