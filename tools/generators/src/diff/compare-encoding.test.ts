import { describe, expect, it } from 'vitest';
import { diffOf32, told } from './testing/diff-texts.ts';

const body = (mediaType: string, media: string, components = ''): string =>
  `paths:\n  /pets:\n    post:\n      operationId: addPet\n      requestBody: { required: true, content: { ${mediaType}: { ${media} } } }\n      responses: { '201': { description: made } }\n${components}`;
const answer = (mediaType: string, media: string, components = ''): string =>
  `paths:\n  /pets:\n    get: { operationId: listPets, responses: { '200': { description: a, content: { ${mediaType}: { ${media} } } } } }\n${components}`;
const object = (property: string): string => `schema: { type: object, properties: { a: ${property} } }`;
const text = object('{ type: string }');

type Row = readonly [string, string, string, readonly string[], readonly string[]];
const compatible = ['compatible body-encoding'];
const breaking = ['breaking body-encoding'];

async function expectBothWays(write: (media: string) => string, [, old, fresh, forth, back]: Row): Promise<void> {
  expect(told(await diffOf32(write(old), write(fresh)))).toEqual(forth);
  expect(told(await diffOf32(write(fresh), write(old)))).toEqual(back);
}

describe('a form', () => {
  const list = object('{ type: array, items: { type: string } }');
  it.each<Row>([
    ['of which the defaults are written out', list, `${list}, encoding: { a: { style: form, explode: true } }`, [], []],
    [
      'whose one value is not exploded',
      text,
      `${text}, encoding: { a: { explode: false, allowReserved: true } }`,
      [],
      [],
    ],
    ['with pipes', list, `${list}, encoding: { a: { style: pipeDelimited, explode: false } }`, breaking, breaking],
  ])('%s', (...row) => expectBothWays((media) => body('application/x-www-form-urlencoded', media), row));
});

describe('parts', () => {
  const anything = object('{}');
  const encoding = (fields: string): string => `, encoding: { a: { ${fields} } }`;
  const png = `${anything}${encoding('contentType: image/png')}`;
  const header = (fields: string): string => `${text}${encoding(`headers: { X-A: { ${fields} } }`)}`;
  it.each<Row>([
    ['of the default media type', text, `${text}${encoding('contentType: text/plain')}`, [], []],
    [
      'of the default media type of an object',
      object('{ type: object }'),
      `${object('{ type: object }')}${encoding('contentType: application/json')}`,
      [],
      [],
    ],
    [
      'of one more media type',
      png,
      `${anything}${encoding("contentType: 'image/jpeg, image/png'")}`,
      compatible,
      breaking,
    ],
    [
      'of media types in another order',
      `${anything}${encoding("contentType: 'image/png, image/jpeg'")}`,
      `${anything}${encoding("contentType: 'image/jpeg,image/png'")}`,
      [],
      [],
    ],
    ['of all of a range', png, `${anything}${encoding("contentType: 'image/*'")}`, compatible, breaking],
    ['of any media type', png, anything, compatible, breaking],
    [
      'of JSON instead of text',
      text,
      `${text}${encoding('contentType: application/json')}`,
      ['unknown body-encoding'],
      breaking,
    ],
    ['that are not declared', text, `${text}, encoding: { b: { contentType: image/png } }`, [], []],
    ['with a header', text, header('schema: { type: string }'), compatible, compatible],
    [
      'with a header that has to be there',
      header('schema: { type: string }'),
      header('required: true, schema: { type: string }'),
      breaking,
      compatible,
    ],
    [
      'with a header that is described',
      header('schema: { type: string }'),
      header('description: b, schema: { title: b, type: string }'),
      [],
      [],
    ],
    [
      'with a header for fewer texts',
      header('schema: { type: string }'),
      header('schema: { type: integer }'),
      breaking,
      compatible,
    ],
    [
      'with a header whose texts are typed',
      header('schema: { type: integer }'),
      header('schema: { type: [integer, boolean] }'),
      compatible,
      breaking,
    ],
  ])('%s', (...row) => expectBothWays((media) => body('multipart/form-data', media), row));

  it('that are one value or a list of one', async () => {
    const [one, list] = [text, object('{ type: array, items: { type: string } }')].map((media) =>
      body('multipart/form-data', media),
    );
    expect(told(await diffOf32(one ?? '', list ?? ''))).toEqual(['unknown body-narrowed']);
  });

  it('of a response are judged the other way round', async () => {
    const write = (media: string): string => answer('multipart/form-data', media);
    const more = `${anything}${encoding("contentType: 'image/png, image/gif'")}`;
    expect(told(await diffOf32(write(png), write(more)))).toEqual(['unknown response-encoding']);
    expect(told(await diffOf32(write(more), write(png)))).toEqual([]);
  });
});

describe('XML', () => {
  const xml = (fields: string): string => object(`{ type: string, xml: { ${fields} } }`);
  it.each<Row>([
    ['whose name is that of the property', text, xml('name: a'), [], []],
    ['with another prefix', xml('namespace: urn:a, prefix: p'), xml('namespace: urn:a, prefix: q'), [], []],
    ['with the node type of an attribute', xml('attribute: true'), xml('nodeType: attribute'), [], []],
    // An element that nothing names is read by its own name, which is that of the property.
    ['with another name', text, xml('name: b'), ['unknown body-encoding'], breaking],
    [
      'in another namespace',
      xml('namespace: urn:a'),
      xml('namespace: urn:b'),
      ['unknown body-encoding'],
      ['unknown body-encoding'],
    ],
  ])('%s', (...row) => expectBothWays((media) => body('application/xml', media), row));

  it('has an attribute for an element: who reads an answer as the old contract says does not find it', async () => {
    const shown = (fields: string): string =>
      answer(
        'application/xml',
        `schema: { type: object, xml: { name: pet }, properties: { id: { type: integer${fields} } } }`,
      );
    const found = await diffOf32(shown(''), shown(', xml: { attribute: true }'));
    expect(told(found)).toEqual(['breaking response-encoding']);
    expect(found[0]?.witness?.text).toMatch(/<pet id="-?\d+"\/>/);
  });

  it('is called after the component that describes it', async () => {
    const components = (name: string): string =>
      `components: { schemas: { ${name}: { type: object, properties: { a: { type: string } } } } }\n`;
    const write = (way: typeof body, name: string): string =>
      way('application/xml', `schema: { $ref: '#/components/schemas/${name}' }`, components(name));
    expect(told(await diffOf32(write(body, 'Pet'), write(body, 'Animal')))).toEqual(breaking);
    expect(told(await diffOf32(write(answer, 'Pet'), write(answer, 'Animal')))).toEqual(['breaking response-encoding']);
    expect(told(await diffOf32(write(body, 'Pet'), body('application/xml', text)))).toEqual([]);
  });
});
