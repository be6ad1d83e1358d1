import { describe, expect, it } from 'vitest';
import type { MockState, NamedExample, OperationInfo } from '../../src/api/services.ts';
import { examplesOf, isSwitched, mockWords, modesOf, stateOfMode } from './mock-states.ts';

const example = (name: string, origin: NamedExample['origin'] = 'contract'): NamedExample => ({
  name,
  value: 1,
  origin,
});
const operation: OperationInfo = {
  id: 'list_pets',
  method: 'get',
  path: '/pets',
  tags: [],
  deprecated: false,
  parameters: [],
  responses: [
    {
      status: '200',
      content: [
        { mediaType: 'application/json', kind: 'json', examples: [example('few'), example('made', 'schema')] },
        { mediaType: 'application/xml', kind: 'xml', examples: [example('few')] },
      ],
    },
    { status: '4XX', content: [{ mediaType: 'application/problem+json', kind: 'json', examples: [example('few')] }] },
  ],
  security: [],
  mock: { mode: 'handler' },
  implemented: true,
};
const unwritten: OperationInfo = { ...operation, implemented: false };

describe('mock states', () => {
  it.each<readonly [MockState, boolean, string]>([
    [{ mode: 'handler' }, false, 'handler'],
    [{ mode: 'contract' }, false, 'contract (no handler yet)'],
    [{ mode: 'example', example: 'few' }, true, 'example few'],
    [{ mode: 'generated', status: '404' }, true, 'generated 404'],
    [{ mode: 'chaos', delayMilliseconds: 200, failShare: 0.25, status: 500 }, true, 'chaos: 200 ms, 25 % 500'],
  ])('%j', (state, switched, words) => {
    expect(isSwitched(state)).toBe(switched);
    expect(mockWords(state)).toBe(words);
  });

  it('offers chaos where there is a handler to disturb', () => {
    expect(modesOf(operation)).toEqual(['handler', 'example', 'generated', 'chaos']);
    expect(modesOf(unwritten)).toEqual(['contract', 'example', 'generated']);
  });

  it('goes back to what answers by itself', () => {
    expect(stateOfMode(operation, 'handler')).toEqual({ mode: 'handler' });
    expect(stateOfMode(unwritten, 'handler')).toEqual({ mode: 'contract' });
  });

  it('lists the own examples of the contract once for each status', () => {
    expect(examplesOf(operation)).toEqual([
      { status: '200', name: 'few' },
      { status: '4XX', name: 'few' },
    ]);
  });
});
