import { join } from 'node:path';
import { loadServiceModel } from '@brrt/service-model';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitClient } from '../src/emit/emit-client.ts';
import { emitGenerated } from '../src/emit/emit-generated.ts';
import { checkEmitted } from '../src/verify/check-emitted.ts';
import { fixtures } from './generator-tree.ts';
import { typeCheck } from './type-check.ts';

const file = join(fixtures, 'exchanges.yaml');

interface Row {
  readonly code: string;
  /** Part of what the compiler says; undefined: it has nothing to say. */
  readonly want: string | undefined;
}

const head = `import type { AddOrderRequest, Callbacks, Links, SetNoteRequest, Webhooks } from './src/generated/handlers.gen.ts';
import type { AddOrderCall, Callbacks as Received, Links as Followed } from './src/generated/clients/all.gen.ts';
import type { Links as Few } from './src/generated/clients/few.gen.ts';
import type { Senders } from './src/generated/webhooks.gen.ts';
export type Used = [Senders, AddOrderRequest, Callbacks, Links, SetNoteRequest, Webhooks, AddOrderCall, Received, Followed, Few];
`;

const order = "{ id: 1, item: 'a' }";

const rows: readonly (readonly [string, Row])[] = [
  [
    'a body told apart by its media type, also when the request is taken apart',
    {
      code: `export function read({ contentType, body }: AddOrderRequest): unknown {
  switch (contentType) {
    case 'application/json': return body.item;
    case 'text/csv': return body.length;
    default: { const type: \`image/\${string}\` = contentType; return type; }
  }
}`,
      want: undefined,
    },
  ],
  [
    'a body whose media type nobody asked for',
    { code: 'export const read = (request: AddOrderRequest) => request.body.item;', want: "'item'" },
  ],
  [
    'a media type that is not declared',
    {
      code: "export const is = (request: AddOrderRequest) => request.contentType === 'text/html';",
      want: 'no overlap',
    },
  ],
  [
    'an optional body that is not there',
    {
      code: `export const read = ({ contentType, body }: SetNoteRequest) =>
  contentType === undefined ? (body satisfies undefined) : contentType === 'application/json' ? body.text : body[Symbol.asyncIterator];`,
      want: undefined,
    },
  ],
  [
    'a call in the first media type without naming it',
    { code: "export const call: AddOrderCall = { body: { item: 'a' } };", want: undefined },
  ],
  [
    'a call in another media type',
    { code: "export const call: AddOrderCall = { contentType: 'text/csv', body: 'a,b' };", want: undefined },
  ],
  [
    'a call with the body of another media type',
    { code: "export const call: AddOrderCall = { contentType: 'text/csv', body: { item: 'a' } };", want: 'string' },
  ],
  [
    'a callback with what the service owns',
    {
      code: `export const sent: Callbacks['addOrder']['onChange']['request'] = { headers: { 'X-Signature': 'a' }, body: ${order} };`,
      want: undefined,
    },
  ],
  [
    'a callback without its required header',
    { code: `export const sent: Callbacks['addOrder']['onChange']['request'] = { body: ${order} };`, want: 'headers' },
  ],
  [
    'a callback with what is only written',
    {
      code: `export const sent: Received['addOrder']['onChange']['request']['body'] = { ...${order}, secret: 'a' };`,
      want: 'secret',
    },
  ],
  [
    'the servers and the security of a callback',
    {
      code: `export const terms: Pick<Callbacks['addOrder']['onChange'], 'servers' | 'security'> = {
  servers: ['https://{region}.receiver.example'],
  security: [{ Signed: [], 'Token.of-receiver': ['write'] }, {}],
};`,
      want: undefined,
    },
  ],
  [
    'another scope of a callback',
    {
      code: `export const security: Callbacks['addOrder']['onChange']['security'] = [{ Signed: [], 'Token.of-receiver': ['read'] }, {}];`,
      want: '"write"',
    },
  ],
  [
    'answers to a callback told apart by status',
    {
      code: `export function read(answer: Callbacks['addOrder']['onChange']['answer']): string | undefined {
  return answer.status === 409 ? answer.body.secret : answer.body;
}`,
      want: undefined,
    },
  ],
  [
    'several requests of one callback told apart by method',
    {
      code: `export const expression = (sent: Callbacks['addOrder']['on end']): '{$request.query.url}' | undefined =>
  sent.method === 'DELETE' ? sent.expression : undefined;`,
      want: undefined,
    },
  ],
  [
    'a webhook with the body of its contract',
    { code: `export const sent: Webhooks['closed']['request'] = { body: ${order} };`, want: undefined },
  ],
  [
    'a webhook with another body',
    { code: "export const sent: Webhooks['closed']['request'] = { body: { item: 'a' } };", want: "'id'" },
  ],
  [
    'a sender of a webhook with its body',
    {
      code: `export const send = ({ webhooks }: Senders) => webhooks.closed.prepare({ body: ${order} }, 'endpoint').statement;`,
      want: undefined,
    },
  ],
  [
    'a sender of a webhook with another body',
    {
      code: 'export const send = ({ webhooks }: Senders) => webhooks.closed.prepare({ body: {} }, "e");',
      want: 'missing the following properties',
    },
  ],
  [
    'a sender of a callback, and where it goes',
    {
      code: `export const send = ({ callbacks: { addOrder } }: Senders, request: AddOrderRequest) =>
  addOrder.onChange.prepare({ headers: { 'X-Signature': 'a' }, body: ${order} }, addOrder.onChange.url({ request }) ?? '');`,
      want: undefined,
    },
  ],
  [
    'the place of a callback from the request of another operation',
    {
      code: `export const url = ({ callbacks: { addOrder } }: Senders, request: SetNoteRequest) => addOrder.onChange.url({ request });`,
      want: 'SetNoteRequest',
    },
  ],
  [
    'a sender of one of several requests of a name',
    {
      code: `export const send = ({ callbacks: { addOrder } }: Senders) =>
  addOrder['on end']['DELETE {$request.query.url}'].prepare({}, 'endpoint');`,
      want: undefined,
    },
  ],
  [
    'a follow-up call, typed by the link that leads to it',
    {
      code: `type Next = Followed['addOrder']['getOrder'];
export const call: Next['call'] = { path: { id: 1 }, query: { full: true } };
export const read = (answer: Next['answer']) => answer.body.item;
export const name: Next['operation'] = 'getOrder';`,
      want: undefined,
    },
  ],
  [
    'a follow-up call without what its operation requires',
    { code: "export const call: Followed['addOrder']['getOrder']['call'] = {};", want: "'path'" },
  ],
  [
    'where the values of a link come from',
    {
      code: `type Created = Extract<Links['addOrder']['getOrder'], { status: 201 }>;
export const id: Created['parameters']['id'] = '$response.body#/name';`,
      want: '$response.body#/id',
    },
  ],
  [
    'the name of an operation that the client does not have',
    { code: "export const name: Few['addOrder']['getOrder']['operation'] = 'getOrder';", want: undefined },
  ],
  [
    'the call of an operation that the client does not have',
    { code: "export type Call = Few['addOrder']['getOrder']['call'];", want: "'call'" },
  ],
];

describe('types of callbacks, webhooks, links and bodies of several media types', () => {
  let errors: readonly string[] = [];
  beforeAll(async () => {
    const model = await loadServiceModel(file);
    const client = (name: string, operations: readonly string[] | 'all') =>
      ({
        path: `src/generated/clients/${name}.gen.ts`,
        text: emitClient(model, { service: name, operations }),
        owner: 'generator',
      }) as const;
    const files = [...emitGenerated(model, { service: 'x' }), client('all', 'all'), client('few', ['addOrder'])];
    await checkEmitted(files, 'x');
    const cases = rows.map(([, { code }], index) => [`case-${index}.ts`, `${head}${code}\n`] as const);
    const emitted = files.map(({ path, text }) => [path, text] as const);
    errors = await typeCheck(Object.fromEntries([...emitted, ...cases]));
  });

  it('compile by themselves', () => expect(errors.filter((error) => error.startsWith('src/'))).toEqual([]));

  it.each(rows.map(([name, { want }], index) => [want === undefined ? 'admit' : 'refuse', name, index, want] as const))(
    '%s %s',
    (_verb, _name, index, want) => {
      const found = errors.filter((error) => error.startsWith(`case-${index}.ts`));
      if (want === undefined) expect(found).toEqual([]);
      else expect(found.join('\n')).toContain(want);
    },
  );
});
