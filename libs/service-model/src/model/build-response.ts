import type { SourceLocation } from '../diagnostic.ts';
import { readStatus } from '../parse/check-responses.ts';
import { buildContent, buildHeaders } from './build-content.ts';
import type { BuildContext } from './build-context.ts';
import { buildLinks } from './build-links.ts';
import { objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { resolveObject } from './resolve-object.ts';
import type { Response } from './service-model.ts';

/** The `responses` of an operation in the order of the document (OpenAPI 3.1 §4.8.16). */
export function buildResponses(operation: JsonObject, context: BuildContext): readonly Response[] {
  const responses = objectField(operation, 'responses');
  if (responses === undefined) return [];
  const built = new Map<string, Response>();
  for (const [written, value] of Object.entries(responses)) {
    if (written.startsWith('x-')) continue;
    const response = resolveObject(value, context);
    const status = readStatus(written);
    if (response === undefined || status === undefined) continue;
    const source = context.sources.locate(responses, written);
    if (built.has(status)) reportDuplicate(status, source, context);
    else built.set(status, buildResponse(status, response, { source, context }));
  }
  return [...built.values()];
}

function buildResponse(
  status: string,
  response: JsonObject,
  from: { readonly source: SourceLocation; readonly context: BuildContext },
): Response {
  const { source, context } = from;
  return {
    status,
    description: stringField(response, 'description') ?? '',
    headers: buildHeaders(response, context),
    content: buildContent(response, context),
    links: buildLinks(response, context),
    source,
  };
}

function reportDuplicate(status: string, at: SourceLocation, { report }: BuildContext): void {
  report.warning({
    at,
    code: 'duplicate-status',
    message: `The status ${status} is declared twice`,
    hint: 'The first one counts',
  });
}
