import type { ContractSubset, Operation } from '@brrt/service-model';
import { compileFields } from './compile-fields.ts';
import { decodeQueryText } from './decode-percent.ts';
import { credentialNames } from './params-context.ts';
import { parsePairs } from './query-pairs.ts';

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
  if (operation.parameters.some((parameter) => parameter.in === 'querystring')) return (query) => query;
  const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
  if (declared.length === 0) return () => '';
  const names = credentialNames({ operation, contract }, 'query');
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
    return unclaimed.size === 0 ? query : query.split('&').filter(keeps(unclaimed)).join('&');
  };
}

function keeps(unclaimed: ReadonlySet<string>): (pair: string) => boolean {
  return (pair) => {
    const [raw = ''] = pair.split('=', 1);
    return !unclaimed.has(decodeQueryText(raw) ?? raw);
  };
}
