import { describe, expect, it } from 'vitest';
import { diff, told, withOperation } from './testing/diff-texts.ts';

const schema = (type: string): string => `{ schema: { type: ${type} } }`;
const asked = (content: string): string => withOperation(`requestBody: { required: true, content: { ${content} } }`);
const answered = (content: string): string =>
  `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '200': { description: a, content: { ${content} } } } }\n`;
const sent = (content: string): string =>
  `paths: {}\nwebhooks:\n  added:\n    post: { requestBody: { required: true, content: { ${content} } }, responses: { '200': { description: a } } }\n`;

const range = `application/*: ${schema('string')}`;
const exact = (type: string): string => `application/json: ${schema(type)}`;

describe('a media type and a range around it', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'a body of the range has a schema of its own now',
      asked(range),
      asked(`${range}, ${exact('integer')}`),
      ['breaking body-narrowed'],
    ],
    [
      'a body of the range has the same schema by its own name',
      asked(range),
      asked(`${range}, ${exact('string')}`),
      [],
    ],
    [
      'a body that is taken by the range alone now',
      asked(`${exact('integer')}, ${range}`),
      asked(range),
      ['breaking body-narrowed'],
    ],
    [
      'an answer of the media type holds what the range does',
      answered(exact('integer')),
      answered(range),
      ['compatible response-media-type-added', 'breaking response-widened'],
    ],
    [
      'an answer is of the range alone now',
      answered(`${exact('integer')}, ${range}`),
      answered(range),
      ['breaking response-widened'],
    ],
    [
      'a message is of the range alone now',
      sent(`${exact('integer')}, ${range}`),
      sent(range),
      ['breaking response-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));
});

it('shows a message of the media type, not of the range', async () => {
  const [narrowed] = await diff(asked(range), asked(`${range}, ${exact('integer')}`));
  expect(narrowed).toMatchObject({
    part: 'body application/json',
    witness: { text: expect.stringContaining("'Content-Type: application/json'") },
  });
  const [, widened] = await diff(answered(exact('integer')), answered(range));
  expect(widened).toMatchObject({
    part: 'response 200 application/json',
    witness: { text: expect.stringContaining('Content-Type: application/json') },
  });
});

it('shows a body of a media type that only the range takes', async () => {
  const [removed] = await diff(asked(range), asked(exact('string')));
  expect(removed).toMatchObject({ id: 'body-media-type-removed', level: 'breaking' });
  expect(removed?.witness?.text).toContain("'Content-Type: application/x-other'");
});

it('takes an answer of one media type for one of the range around it', async () => {
  expect(told(await diff(answered(range), answered(exact('string'))))).toEqual([
    'compatible response-media-type-removed',
  ]);
});

it.each([
  ['has no content', "'200': { description: a }", /^HTTP\/1\.1 200$/],
  [
    'is of another media type',
    "'200': { description: a, content: { text/plain: {} } }",
    /^curl -s -H 'Accept: application\/json'/,
  ],
])('shows an answer that %s', async (_name, fresh, want) => {
  const answer = (response: string): string =>
    `paths:\n  /pets:\n    get: { operationId: listPets, responses: { ${response} } }\n`;
  const changes = await diff(answered(exact('string')), answer(fresh));
  expect(changes.find(({ level }) => level === 'breaking')?.witness?.text).toMatch(want);
});

it('shows an error that is of another media type, whatever is accepted', async () => {
  const failing = (mediaType: string): string =>
    `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '404': { description: a, content: { ${mediaType}: {} } } } }\n`;
  const changes = await diff(failing('application/json'), failing('application/problem+json'));
  expect(changes[1]).toMatchObject({
    id: 'response-media-type-removed',
    level: 'breaking',
    witness: {
      kind: 'response',
      text: expect.stringMatching(/^HTTP\/1\.1 404\nContent-Type: application\/problem\+json\n/),
    },
  });
});
