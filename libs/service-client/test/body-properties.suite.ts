import type { UploadedFile } from '@brrt/router-core/ports';
import { propertyRuns, schemaCase } from '@brrt/router-core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartEcho } from './echo-service.ts';
import { forms } from './form-arbitraries.ts';

function contractOf(mediaType: string, schema: object, encoding: object): object {
  const requestBody = { required: true, content: { [mediaType]: { schema, encoding } } };
  const operation = { operationId: 'call', requestBody, responses: { 204: { description: '' } } };
  return { openapi: '3.1.0', info: { title: 'Bodies', version: '1' }, paths: { '/x': { post: operation } } };
}

const asJson = { x: { contentType: 'application/json' } };

/** A member that is called x: its schema, what is given, and how it is encoded. */
const hardMembers: readonly (readonly [string, object, unknown, object])[] = [
  ['a text as JSON', { type: 'string' }, '1', asJson],
  ['texts as JSON', { type: 'array', items: { type: 'string' } }, ['1', ''], asJson],
  ['null as JSON', { type: ['string', 'null'] }, null, asJson],
  ['null beside numbers', { type: ['integer', 'null'] }, null, {}],
  ['null beside texts that are not empty', { enum: ['a', 'b', null] }, null, {}],
  ['null beside objects', { type: ['object', 'null'] }, null, {}],
  ['a null in a list', { type: 'array', items: { type: ['string', 'null'], minLength: 1 } }, ['a', null], {}],
  ['a list of one list', { type: 'array', items: { type: 'array', items: { type: 'integer' } } }, [[1, 2]], {}],
  ['a list of a list of lists', { type: 'array', items: { type: 'array' } }, [[[1]]], {}],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }], items: false }, [1, true], {}],
];

/** What arrives is what was given. */
export function describeBodies(startEcho: StartEcho): void {
  /** What the handler of a real service is given when a real client sends this. */
  const arrived = async (mediaType: string, schema: object, body: unknown, encoding: object = {}): Promise<unknown> => {
    await using echo = await startEcho(contractOf(mediaType, schema, encoding));
    return (await echo.call('call', { body })).given.body;
  };

  describe('bodies of a real client at a real service', () => {
    it('arrive as JSON as they were given', async () => {
      await fc.assert(
        fc.asyncProperty(schemaCase, async ({ schema, value }) => {
          expect(await arrived('application/json', schema, value)).toEqual(value);
        }),
        propertyRuns(60),
      );
    });

    it('arrive as a form as they were given', async () => {
      await fc.assert(
        fc.asyncProperty(forms, async ({ schema, value }) => {
          expect(await arrived('application/x-www-form-urlencoded', schema, value)).toEqual(value);
        }),
        propertyRuns(60),
      );
    });

    it('arrive as multipart as they were given, files octet by octet', async () => {
      const files = fc.record({
        octets: fc.uint8Array({ maxLength: 50 }),
        filename: fc.stringMatching(/^[a-z]{1,5}\.bin$/),
      });
      await fc.assert(
        fc.asyncProperty(forms, files, async ({ schema, value }, { octets, filename }) => {
          const { properties } = schema;
          const withFile = { ...schema, properties: { ...properties, theFile: { type: 'string', format: 'binary' } } };
          const form = new FormData();
          for (const [name, member] of Object.entries(value)) {
            for (const one of Array.isArray(member) ? member : [member]) form.append(name, toPart(one));
          }
          form.append('theFile', new Blob([octets], { type: 'application/octet-stream' }), filename);
          const given = await arrived('multipart/form-data', withFile, form);
          const { theFile, ...rest } = given as Readonly<Record<string, unknown>> & { readonly theFile: UploadedFile }; // by its schema
          expect(rest).toEqual(
            Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withLineEnds(one)])),
          );
          expect(theFile).toMatchObject({ filename, mediaType: 'application/octet-stream' });
          expect(await theFile.bytes()).toEqual(Buffer.from(octets));
        }),
        propertyRuns(60),
      );
    });

    it('arrive as multipart as they were given, the client making the parts', async () => {
      await fc.assert(
        fc.asyncProperty(forms, async ({ schema, value }) => {
          expect(await arrived('multipart/form-data', schema, value)).toEqual(value);
        }),
        propertyRuns(60),
      );
    });

    it.each(hardMembers)(
      'arrive as they were given in both kinds of forms: %s',
      async (_name, own, value, encoding) => {
        const schema = { type: 'object', properties: { x: own } };
        expect(await arrived('application/x-www-form-urlencoded', schema, { x: value }, encoding)).toEqual({
          x: value,
        });
        expect(await arrived('multipart/form-data', schema, { x: value }, encoding)).toEqual({ x: value });
      },
    );

    it.each<readonly [string, object, unknown, object]>([
      ['an object or a number', { anyOf: [{ type: 'integer' }, { type: 'object' }] }, { a: 1 }, {}],
      [
        'a tuple of an object and a text',
        { prefixItems: [{ type: 'object' }, { type: 'string' }] },
        [{ a: 1 }, 'b'],
        {},
      ],
      [
        'properties called like methods in a style',
        { type: 'object', properties: { a: { type: 'object', properties: { toString: { type: 'string' } } } } },
        { a: { toString: 'b' } },
        { x: { style: 'deepObject' } },
      ],
    ])('arrive in multipart as they were given: %s', async (_name, own, value, encoding) => {
      const schema = { type: 'object', properties: { x: own } };
      expect(await arrived('multipart/form-data', schema, { x: value }, encoding)).toEqual({ x: value });
    });
  });
}

function toPart(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** A form that a browser makes has one kind of line end in its texts (HTML §4.10.21.8). */
function withLineEnds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLineEnds);
  return typeof value === 'string' ? value.replaceAll(/\r\n|\r|\n/g, '\r\n') : value;
}
