import { describe, expect, it } from 'vitest';
import type { NamedExample, OperationInfo } from '../../src/api/services.ts';
import { coverageOf, shareOf } from './operation-coverage.ts';

const bare: OperationInfo = {
  id: 'ping',
  method: 'get',
  path: '/ping',
  tags: [],
  deprecated: false,
  parameters: [],
  responses: [{ status: '204', content: [] }],
  security: [],
  mock: { mode: 'contract' },
  implemented: false,
};
const example = (origin: NamedExample['origin']): NamedExample => ({ name: 'one', value: 1, origin });
const rich: OperationInfo = {
  ...bare,
  id: 'add_pet',
  summary: 'Add',
  implemented: true,
  body: { required: true, content: [{ mediaType: 'application/json', kind: 'json', examples: [example('contract')] }] },
  responses: [
    { status: '201', content: [{ mediaType: 'application/json', kind: 'json', examples: [example('schema')] }] },
    { status: 'default', content: [] },
  ],
  security: [[{ scheme: 'key', scopes: [] }]],
};

describe('coverageOf', () => {
  it('asks for nothing that an operation cannot have', () => {
    expect(coverageOf(bare)).toMatchObject({
      described: false,
      requestExample: undefined,
      responseExample: undefined,
      errors: false,
      secured: false,
      implemented: false,
    });
  });

  it('does not count what the generator made up', () => {
    expect(coverageOf(rich)).toMatchObject({
      described: true,
      requestExample: true,
      responseExample: false,
      errors: true,
      secured: true,
      implemented: true,
    });
  });

  it('does not call optional credentials secured', () => {
    expect(coverageOf({ ...rich, security: [[{ scheme: 'key', scopes: [] }], []] }).secured).toBe(false);
  });

  it('counts those that have it among those that can', () => {
    const rows = [coverageOf(bare), coverageOf(rich)];
    expect(shareOf(rows, 'requestExample')).toEqual({ have: 1, can: 1 });
    expect(shareOf(rows, 'errors')).toEqual({ have: 1, can: 2 });
  });
});
