import { expect, it } from 'vitest';
import { diff, told } from './testing/diff-texts.ts';

const answers = "responses: { '200': { description: a } }";
const user = (schema: string): string =>
  `    get: { operationId: getUser, parameters: [{ name: id, in: path, required: true, schema: ${schema} }], ${answers} }\n`;
const byId = (schema: string): string => `paths:\n  /users/{id}:\n${user(schema)}`;
const me = `  /users/me:\n    get: { operationId: getMe, ${answers} }\n`;

it.each<[string, string, string, readonly string[]]>([
  [
    'a new path takes requests that went to a template',
    byId('{ type: string }'),
    byId('{ type: string }') + me,
    ['compatible operation-added', 'unknown operation-shadowed'],
  ],
  [
    'a new path lies beside what the template takes',
    byId('{ type: string, format: uuid }'),
    byId('{ type: string, format: uuid }') + me,
    ['compatible operation-added'],
  ],
  [
    'a new path of another method takes nothing',
    byId('{ type: string }'),
    byId('{ type: string }') + me.replace('get:', 'put:'),
    ['compatible operation-added'],
  ],
  [
    'a new path has another base',
    byId('{ type: string }'),
    byId('{ type: string }') + me.replace('get: {', 'get: { servers: [{ url: /v2 }],'),
    ['compatible operation-added'],
  ],
  [
    'a new template takes requests that went to a wider one',
    byId('{ type: string }'),
    `${byId('{ type: string }')}  /users/{id}.json:\n${user('{ type: string }').replace('getUser', 'getUserFile')}`,
    ['compatible operation-added', 'unknown operation-shadowed'],
  ],
  [
    'a template takes requests of a path that is gone',
    byId('{ type: string }') + me,
    byId('{ type: string }'),
    ['breaking operation-removed'],
  ],
  [
    'no template takes requests of a path that is gone',
    byId('{ type: string, format: uuid }') + me,
    byId('{ type: string, format: uuid }'),
    ['breaking operation-removed'],
  ],
  ['a literal is escaped', `paths:\n${me.replace('/me', '/mé')}`, `paths:\n${me.replace('/me', '/m%c3%a9')}`, []],
  [
    'HEAD is left to GET',
    `paths:\n  /pets:\n    get: { operationId: listPets, ${answers} }\n    head: { operationId: headPets, ${answers} }\n`,
    `paths:\n  /pets:\n    get: { operationId: listPets, ${answers} }\n`,
    ['unknown operation-removed'],
  ],
])('%s', async (_name, old, fresh, want) => expect(told(await diff(old, fresh))).toEqual(want));

it('names both operations', async () => {
  const [, shadowed] = await diff(byId('{ type: string }'), byId('{ type: string }') + me);
  expect(shadowed).toMatchObject({
    operation: 'GET /users/{id}',
    operationId: 'getUser',
    text: 'GET /users/me is new and takes requests that came here',
    old: { line: 5 },
    new: { line: 7 },
  });
});
