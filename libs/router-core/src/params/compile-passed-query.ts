import type { ContractSubset, Operation } from '@brrt/service-model';
import { compileFields } from './compile-fields.ts';
import { decodeQueryText } from './decode-percent.ts';
import { credentialNames } from './params-context.ts';
import { parsePairs, withoutPairs } from './query-pairs.ts';

/** What of a query goes on to another service, octet for octet. */
export type PassedQuery = (query: string) => string;

/**
 * Takes out what the contract does not declare, API keys among it. The query has passed the decoder of the operation's parameters
 * before.
 */
export function compilePassedQuery(
  operation: Operation,
  contract: ContractSubset,
  { strictQuery }: { readonly strictQuery: boolean },
): PassedQuery {
  const names = credentialNames({ operation, contract }, 'query');
  if (operation.parameters.some((parameter) => parameter.in === 'querystring'))
    return (query) => withoutPairs(query, names);
  const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
  if (declared.length === 0) return () => '';
  const fields = declared.map(({ name, style, explode, content, schema }) => ({
    ...{ name, style, explode },
    schema: content === undefined ? schema : { type: 'string' },
  }));
  const decode = compileFields(fields, contract.schemas, {
    decode: decodeQueryText,
    isStrict: strictQuery,
    foreign: names,
  });
  return (query) => {
    if (query === '') return query;
    const unclaimed = new Set(decode(parsePairs(query, decodeQueryText) ?? []).unclaimed);
    for (const name of names) unclaimed.add(name);
    return withoutPairs(query, unclaimed);
  };
}
