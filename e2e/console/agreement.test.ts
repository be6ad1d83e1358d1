import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, type CallToMake, createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const anything = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.double({ noNaN: true }), fc.constant(null));
const point = fc.oneof(fc.record({ x: fc.integer(), y: anything }, { requiredKeys: [] }), anything);
const list = fc.oneof(fc.array(anything, { maxLength: 4 }), anything);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

function given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The console's verdict and that of the service, on the same request. */
async function verdicts(call: CallToMake) {
  const events = await world.call({ ...call, sendInvalid: true });
  const [checked, head] = events;
  if (checked?.type !== 'checked') throw new TypeError(JSON.stringify(events));
  // What a style cannot carry is written roughly: the service may find nothing wrong with that.
  const isWritten = checked.violations.every(({ keyword }) => keyword !== 'style' && keyword !== 'protected');
  const status = head?.type === 'head' ? head.status : undefined;
  const answer = status === 400 ? JSON.parse(bodyOf(events)) : {};
  return { isWritten, checked, status, answer };
}

async function agree(call: CallToMake): Promise<void> {
  const { isWritten, checked, status, answer } = await verdicts(call);
  if (!isWritten || !checked.sent) return;
  expect(status).toBe(checked.violations.length === 0 ? 200 : 400);
  if (answer.code === 'ERR_REQUEST_VALIDATION') expect(answer.errors).toEqual(checked.violations.slice(0, 20));
}

describe('the console says of a request what the service says', () => {
  it.each<[string, fc.Arbitrary<CallToMake>]>([
    [
      'of a query in every style',
      fc
        .record({
          text: optional(anything),
          count: optional(anything),
          tags: optional(list),
          joined: optional(list),
          spaced: optional(list),
          piped: optional(list),
          deep: optional(point),
          flat: optional(point),
          filter: optional(fc.jsonValue({ maxDepth: 2 })),
          raw: optional(anything),
          undeclared: optional(anything),
        })
        .map((query) => ({ operationId: 'queryStyles', parameters: { query: given(query) } })),
    ],
    [
      'of headers and cookies',
      fc
        .record({
          count: optional(anything),
          tags: optional(list),
          point: optional(point),
          flavour: optional(anything),
        })
        .map(({ count, tags, point: at, flavour }) => ({
          operationId: 'headerStyles',
          parameters: {
            header: given({ 'X-Count': count, 'X-Tags': tags, 'X-Point': at }),
            cookie: given({ flavour }),
          },
        })),
    ],
    [
      'of a path in every style',
      fc
        .record({ plain: anything, label: list, matrix: point, list })
        .map((path) => ({ operationId: 'pathStyles', parameters: { path } })),
    ],
    [
      'of JSON',
      fc
        .oneof(fc.jsonValue({ maxDepth: 3 }), fc.record({ name: fc.string(), id: optional(fc.integer()) }))
        .map((value) => ({ operationId: 'postJson', body: { mediaType: 'application/json', value } })),
    ],
    [
      'of items',
      fc
        .array(point, { maxLength: 5 })
        .map((value) => ({ operationId: 'postLines', body: { mediaType: 'application/jsonl', value } })),
    ],
  ])('%s', (_name, calls) => fc.assert(fc.asyncProperty(calls, agree), { numRuns: 100 }));

  // What a page's `1e999` is read as, and halves of characters.
  it.each(
    ['count', 'text', 'tags', 'filter', 'undeclared', '\ud800'].flatMap((name) =>
      [Number.POSITIVE_INFINITY, '\ud800', [Number.NEGATIVE_INFINITY, '\udfff']].map((value) => ({ [name]: value })),
    ),
  )('of what no style carries: %j', (query) => agree({ operationId: 'queryStyles', parameters: { query } }));

  it('shows what an undeclared header is sent with', async () => {
    const parameters = { header: { 'X-Undeclared': { a: 1 } } };
    const [checked] = await world.call({ operationId: 'queryStyles', parameters, sendInvalid: true });
    expect(checked).toMatchObject({
      type: 'checked',
      sent: true,
      headers: expect.arrayContaining([['X-Undeclared', '{"a":1}']]),
    });
  });
});
