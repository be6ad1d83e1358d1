import { describe, expect, it } from 'vitest';
import { diffOf32, told, withContent } from './testing/diff-texts.ts';

const pet = '{ type: object, properties: { a: { type: string } }, required: [a] }';
const loose = '{ type: object, properties: { a: { type: string } } }';
const array = (items: string, more = ''): string => `{ schema: { type: array, items: ${items} ${more} } }`;
const items = (schema: string): string => `{ itemSchema: ${schema} }`;
const narrower = ['breaking body-narrowed', 'compatible response-narrowed'];
const wider = ['compatible body-widened', 'breaking response-widened'];

describe('items of a sequence and the array of all of them are one content', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['the same items', array(pet), items(pet), []],
    ['items that ask for less', array(pet), items(loose), wider],
    ['items that ask for more', array(loose), items(pet), narrower],
    ['an array that has an end', items(pet), array(pet, ', maxItems: 3'), narrower],
    ['a line, as contracts before 3.2 say it', `{ schema: ${pet} }`, array(pet), []],
    ['a text, whose lines were anything', '{ schema: { type: string } }', items(pet), narrower],
    ['items of which nothing was said', '{}', items(pet), narrower],
    ['the array beside the items', items(pet), `{ itemSchema: ${pet}, schema: { type: array } }`, []],
  ])('%s', async (_name, one, other, want) => {
    const [old, fresh] = [withContent('application/jsonl', one), withContent('application/jsonl', other)];
    expect(told(await diffOf32(old, fresh))).toEqual(want);
    const back = want.length === 0 ? [] : want === wider ? narrower : wider;
    expect(told(await diffOf32(fresh, old))).toEqual(back);
  });

  it('holds no schema of text against lines', async () => {
    const [old, fresh] = [
      withContent('application/jsonl', '{}'),
      withContent('application/jsonl', '{ schema: { type: string } }'),
    ];
    expect(told(await diffOf32(old, fresh))).toEqual(['unknown body-narrowed', 'compatible response-narrowed']);
  });

  it('shows a body of which the contract says nothing', async () => {
    for (const mediaType of ['application/jsonl', 'application/json', 'application/x-www-form-urlencoded']) {
      const changes = await diffOf32(withContent(mediaType, '{}'), withContent('text/plain', '{}'));
      expect(told(changes)).toContain('breaking body-media-type-removed');
    }
  });

  it('shows the lines that are not taken any more', async () => {
    const [change] = await diffOf32(
      withContent('application/jsonl', '{}'),
      withContent('application/jsonl', items(pet)),
    );
    expect(change?.text).toMatch(/takes less at \/0/);
    expect(change?.witness?.text).toMatch(/--data-raw 'null\n'/);
  });

  const event = '{ properties: { data: { type: string } } }';
  it.each<[string, string, string, readonly string[]]>([
    ['events', array(event), items(event), []],
    ['what else an event is said to hold is not sent', array(event), items('{ properties: { x: {} } }'), []],
    [
      'an event that has to be named',
      items(event),
      items('{ required: [event], properties: { data: { type: string } } }'),
      narrower,
    ],
    ['events of which nothing is said any more', items('{ properties: { data: { type: integer } } }'), '{}', wider],
    [
      'a schema that before 3.2 was for an event or its data',
      `{ schema: ${event} }`,
      items(event),
      ['unknown body-narrowed', 'unknown response-widened'],
    ],
  ])('%s', async (_name, old, fresh, want) =>
    expect(
      told(await diffOf32(withContent('text/event-stream', old), withContent('text/event-stream', fresh))),
    ).toEqual(want),
  );

  it('parts in order', async () => {
    const [old, fresh] = [withContent('multipart/mixed', array(pet)), withContent('multipart/mixed', items(pet))];
    expect(told(await diffOf32(old, fresh))).toEqual([]);
    expect(told(await diffOf32(fresh, withContent('multipart/mixed', array(loose))))).toEqual(wider);
  });
});

it('octets that become text have to be text', async () => {
  const csv = (schema: string): string => withContent('text/csv', `{ schema: ${schema} }`);
  const [old, fresh] = [csv('{ type: string, format: binary }'), csv('{ type: string }')];
  expect(told(await diffOf32(old, fresh))).toEqual(['unknown body-narrowed']);
  expect(told(await diffOf32(fresh, old))).toEqual(['unknown response-widened']);
  expect(told(await diffOf32(csv('{ type: integer }'), old))).toContain('unknown body-narrowed');
});

it('a range around octets is read as they are', async () => {
  const body = (mediaType: string, schema: string): string =>
    withContent(mediaType, `{ schema: ${schema} }`).replace(
      /responses: .*/,
      "responses: { '204': { description: a } }",
    );
  const [old, fresh] = [body('application/octet-stream', '{ type: string }'), body("'*/*'", '{ type: integer }')];
  expect(told(await diffOf32(old, fresh))).toEqual(['unknown body-narrowed', 'compatible body-media-type-added']);
});

describe('octets', () => {
  const binary = '{ schema: { type: string, format: binary } }';
  it.each<[string, string, string, readonly string[]]>([
    ['are octets without a schema', binary, '{}', []],
    ['are octets with any schema of text', binary, '{ schema: { type: string, pattern: ^a } }', []],
    ['are counted', binary, '{ schema: { type: string, maxLength: 4 } }', narrower],
    [
      'are not held against a schema of an object',
      '{}',
      `{ schema: ${pet} }`,
      ['unknown body-narrowed', 'compatible response-narrowed'],
    ],
  ])('%s', async (_name, old, fresh, want) =>
    expect(
      told(
        await diffOf32(withContent('application/octet-stream', old), withContent('application/octet-stream', fresh)),
      ),
    ).toEqual(want),
  );
});
