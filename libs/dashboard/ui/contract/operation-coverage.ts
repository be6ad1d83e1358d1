import type { OperationInfo } from '../../src/api/services.ts';

/** What an operation's contract says about it, and whether somebody wrote it. */
export interface OperationCoverage {
  readonly operation: OperationInfo;
  readonly described: boolean;
  /** Of the request, where it has a body. Undefined: it has none. */
  readonly requestExample: boolean | undefined;
  readonly responseExample: boolean | undefined;
  /** An answer to failures: 4xx, 5xx or `default`. */
  readonly errors: boolean;
  readonly secured: boolean;
  readonly implemented: boolean;
}

export type CoverageAspect = Exclude<keyof OperationCoverage, 'operation'>;

export function coverageOf(operation: OperationInfo): OperationCoverage {
  const { body, responses } = operation;
  const successes = responses.filter(({ status }) => /^[123]/.test(status)).flatMap(({ content }) => content);
  const hasOwnExample = (content: {
    readonly examples: OperationInfo['responses'][0]['content'][0]['examples'];
  }): boolean => content.examples.some(({ origin }) => origin === 'contract');
  return {
    operation,
    described: operation.summary !== undefined || operation.description !== undefined,
    requestExample: body === undefined ? undefined : body.content.some(hasOwnExample),
    responseExample: successes.length === 0 ? undefined : successes.some(hasOwnExample),
    errors: responses.some(({ status }) => /^([45]|default)/i.test(status)),
    secured: operation.security.length > 0 && !operation.security.some((schemes) => schemes.length === 0),
    implemented: operation.implemented,
  };
}

/** How many of those that can have it, have it. */
export function shareOf(
  rows: readonly OperationCoverage[],
  aspect: CoverageAspect,
): { readonly have: number; readonly can: number } {
  const can = rows.filter((row) => row[aspect] !== undefined);
  return { have: can.filter((row) => row[aspect] === true).length, can: can.length };
}
