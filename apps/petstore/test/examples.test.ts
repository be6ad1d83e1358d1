import type { Direction } from '@brrt/router-core';
import type { Example, JsonSchema } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { contract } from '../src/generated/contract.gen.ts';

interface Illustrated {
  readonly schema?: JsonSchema;
  readonly examples: readonly Example[];
}

const rows = contract.model.operations.flatMap(({ id, parameters, requestBody, responses }) => [
  ...parameters.flatMap((parameter) =>
    examplesOf(`${id} ${parameter.in} ${parameter.name}`, 'request', parameter.content ?? parameter),
  ),
  ...(requestBody?.content ?? []).flatMap((media) => examplesOf(`${id} ${media.mediaType}`, 'request', media)),
  ...responses.flatMap(({ status, content }) =>
    content.flatMap((media) => examplesOf(`${id} ${status} ${media.mediaType}`, 'response', media)),
  ),
]);

function examplesOf(place: string, direction: Direction, { schema = true, examples }: Illustrated) {
  return examples.map(({ name, value }) => ({ title: `${place} ${name}`, direction, schema, value }));
}

it.each(rows)('$title is valid by its schema', ({ title, direction, schema, value }) => {
  expect(contract.schemas.compile({ key: `example ${title}`, schema, direction }).explain(value, 20)).toEqual([]);
});

it('every parameter and every JSON answer has an example', () => {
  const bare = contract.model.operations.flatMap(({ id, parameters, responses }) => [
    ...parameters
      .filter(({ examples, content }) => (content?.examples ?? examples).length === 0)
      .map(({ name }) => `${id} ${name}`),
    ...responses
      .filter(
        ({ status, content }) =>
          status.startsWith('2') && content.some(({ mediaType }) => mediaType === 'application/json'),
      )
      .filter(({ content }) => content.every(({ examples }) => examples.length === 0))
      .map(({ status }) => `${id} ${status}`),
  ]);
  expect(bare).toEqual([]);
});
