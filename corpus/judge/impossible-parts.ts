import type { JsonSchema, MediaType, Operation, ReadResult, Response, ServiceModel } from '@brrt/service-model';
import { createContradictions } from '@brrt/service-model/contradictions';

/** What of an operation cannot be tried, because no value fits its schema: the finding that says so, with its place. */
export interface ImpossibleParts {
  request(operation: Operation): string | undefined;
  /** Of the response that a code asks for, else of the first success. */
  response(operation: Operation, code: number | undefined): string | undefined;
}

export function createImpossibleParts({ schemas }: ServiceModel, locate: ReadResult['locate']): ImpossibleParts {
  const { behind } = createContradictions(schemas);
  const explain = (schema: JsonSchema): string | undefined => {
    const found = behind(schema);
    if (found === undefined) return undefined;
    const at = locate(found.schema);
    return `impossible-schema${at === undefined ? '' : ` at line ${at.line} ${at.pointer}`}: ${found.message}`;
  };
  const ofContent = (content: readonly MediaType[]): string | undefined => {
    const reasons = content.map(({ schema, itemSchema }) => explain(schema ?? itemSchema ?? true));
    return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  };
  return {
    request: ({ parameters, requestBody }) =>
      ofContent(requestBody?.required === true ? requestBody.content : []) ??
      parameters
        .filter(({ required }) => required)
        .map(({ schema }) => explain(schema))
        .find((reason) => reason !== undefined),
    response: ({ responses }, code) => ofContent(askedFor(responses, code)?.content ?? []),
  };
}

function askedFor(responses: readonly Response[], code: number | undefined): Response | undefined {
  const of = (wanted: string): Response | undefined => responses.find(({ status }) => status === wanted);
  if (code !== undefined) return of(String(code)) ?? of(`${Math.trunc(code / 100)}XX`) ?? of('default');
  return responses.find(({ status }) => /^2\d\d$/.test(status)) ?? of('2XX') ?? of('default') ?? responses[0];
}
