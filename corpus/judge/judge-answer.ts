import type { GeneratedRequest } from '@brrt/router-core/examples';
import type { Operation, ServiceModel } from '@brrt/service-model';
import type { Answer } from '../request/send-request.ts';
import { createIndependentSchemas } from './independent-schemas.ts';
import { judgeBody, matchType } from './judge-body.ts';
import { judgeHeaders } from './judge-headers.ts';
import { publishedBody, publishedResponses, responseFor } from './published-operation.ts';

/** Says what is wrong with a request or an answer, by the document that the service publishes. */
export interface Judge {
  request(operation: Operation, request: GeneratedRequest): Promise<string | undefined>;
  answer(operation: Operation, answer: Answer): Promise<string | undefined>;
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
    async answer(operation, answer) {
      const responses = publishedResponses(document, operation);
      // A contract that declares no response gives nothing to answer with.
      if (responses.length === 0 && answer.status === 501) return undefined;
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
