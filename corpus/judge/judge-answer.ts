import type { GeneratedRequest } from '@brrt/router-core/examples';
import type { Operation, ServiceModel } from '@brrt/service-model';
import type { Answer } from '../request/send-request.ts';
import { createIndependentSchemas } from './independent-schemas.ts';
import { judgeBody, matchType } from './judge-body.ts';
import { judgeHeaders } from './judge-headers.ts';
import { type PublishedResponse, publishedBody, publishedResponses, responseFor } from './published-operation.ts';

/** Says what is wrong with a request or an answer, by the document that the service publishes. */
export interface Judge {
  request(operation: Operation, request: GeneratedRequest): Promise<string | undefined>;
  /** `code`: the status that was asked for by `Prefer`. */
  answer(operation: Operation, answer: Answer, code?: number): Promise<string | undefined>;
}

export function createJudge({ document, schemas: components }: ServiceModel): Judge {
  const schemas = createIndependentSchemas(components);
  return {
    async request(operation, { headers, body }) {
      const contentType = headers[headers.indexOf('content-type') + 1] ?? '';
      if (typeof body !== 'string' || !/^application\/(?:.*\+)?json\b/.test(contentType)) return undefined;
      const content = publishedBody(document, operation);
      const type = matchType(contentType, Object.keys(content));
      const judge = await schemas.judge((type === undefined ? undefined : content[type]?.schema) ?? true, 'request');
      const fault = judge(JSON.parse(body));
      return fault === undefined ? undefined : `the body to send is not valid: ${fault}`;
    },
    async answer(operation, answer, code) {
      const responses = publishedResponses(document, operation);
      if (answer.status === 501 && isSilent(askedFor(responses, code))) return undefined;
      const refusal = describeRefusal(answer);
      if (refusal !== undefined) return refusal;
      const declared = responseFor(responses, answer.status);
      if (declared === undefined) return `the contract declares no status ${answer.status}`;
      return (
        (await judgeHeaders(answer, declared, schemas)) ??
        (await judgeBody(answer, { declared, schemas, method: operation.method }))
      );
    },
  };
}

/** The response of a code, else the first that is a success and final. */
function askedFor(responses: readonly PublishedResponse[], code: number | undefined): PublishedResponse | undefined {
  if (code !== undefined) return responseFor(responses, code);
  const isOf = (kind: RegExp) => responses.find(({ status }) => kind.test(status));
  return isOf(/^2\d\d$/) ?? isOf(/^2XX$|^default$/) ?? isOf(/^[2-5]/);
}

/** No final response, or media types without schema and example: the contract gives nothing to answer with. */
function isSilent(response: PublishedResponse | undefined): boolean {
  if (response === undefined) return true;
  const media = Object.values(response.content);
  return media.length > 0 && media.every((each) => silentFields.every((field) => !(field in each)));
}

const silentFields = ['schema', 'itemSchema', 'example', 'examples'];

/** An answer that the contract's examples did not give is one of the pipeline: the request was refused. */
function describeRefusal({ status, headers, body }: Answer): string | undefined {
  if (headers['x-brrt-mock'] !== undefined) return undefined;
  try {
    const { code, detail, errors }: Problem = JSON.parse(body.toString());
    const [first] = errors ?? [];
    const place = first === undefined ? '' : `: ${first.in}${first.pointer} ${first.keyword}, ${first.detail}`;
    return `${status} ${code ?? ''} ${detail ?? ''}${place}`;
  } catch {
    return `${status} without a problem document`;
  }
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly in: string;
    readonly pointer: string;
    readonly keyword: string;
    readonly detail: string;
  }[];
}
