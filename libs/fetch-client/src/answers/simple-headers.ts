import { createCoercion, splitList } from '@brrt/router-core/portable';
import type { AnswerContext, HeadersReader } from '../operation-rule.ts';

type HeaderType = 'null' | 'boolean' | 'integer' | 'number' | 'string';

/** A response header whose value is of one type, or a list of such values. */
export interface HeaderRule {
  readonly name: string;
  readonly required: boolean;
  readonly types: readonly HeaderType[];
  readonly isList: boolean;
}

/** Headers in style `simple` (OpenAPI 3.1 §4.8.21). */
export function simpleHeaders(rules: readonly HeaderRule[]): HeadersReader {
  const readers = rules.map((rule) => ({ ...rule, coerce: createCoercion(new Set(rule.types)) }));
  return async (headers, answer) => {
    const values: Record<string, unknown> = {};
    for (const { name, required, isList, coerce } of readers) {
      const sent = headers.get(name);
      if (sent === null) refuseMissing(name, required, answer);
      else {
        values[name] = isList ? listOf(sent).map(coerce) : coerce(sent.trim());
        await answer.check(`header ${name}`, values[name], `/headers/${name}`);
      }
    }
    return values;
  };
}

function listOf(text: string): readonly string[] {
  return text.trim() === '' ? [] : splitList(text);
}

/** @throws ContractBreachError where answers are checked and the header has to be there */
export function refuseMissing(name: string, required: boolean, answer: AnswerContext): void {
  if (!required || !answer.isChecked || !answer.seesAllHeaders) return;
  throw answer.breach([
    { pointer: `/headers/${name}`, keyword: 'required', detail: 'The response header is required' },
  ]);
}
