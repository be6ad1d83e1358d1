import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerCheck, AnswerHead, CallViolation, HeaderLine } from '@brrt/dashboard';
import { matchContentType, mayHaveContent, mediaKind, parseMediaType } from '@brrt/router-core/body';
import { compileResponseHeaders, type HeadersReader } from '@brrt/router-core/params';
import type { SchemaViolation } from '@brrt/router-core/ports';
import type { Operation, Response } from '@brrt/service-model';
import { type BodyCheck, createBodyCheck } from './check-answer-body.ts';
import type { LoadedContract } from './loaded-contract.ts';

type Checked = Pick<LoadedContract, 'model' | 'schemas'>;

/** What the contract decides about the answers of an operation: exact status, then its range, then `default`. */
export function compileAnswerCheck(operation: Operation, contract: Checked): (head: AnswerHead) => AnswerCheck {
  const responses = new Map(operation.responses.map((response) => [response.status, response]));
  const readers = new Map<Response, HeadersReader>();
  const readerOf = (response: Response): HeadersReader => {
    const reader =
      readers.get(response) ??
      compileResponseHeaders({ operation, response }, contract.model.schemas, contract.schemas);
    readers.set(response, reader);
    return reader;
  };
  return ({ status, headers }) => {
    const received = joined(headers);
    const contentType = received['content-type'];
    const response =
      responses.get(String(status)) ?? responses.get(`${Math.trunc(status / 100)}XX`) ?? responses.get('default');
    if (isUndeclaredProblem(status, response, contentType)) return toCheck([], unchecked, contentType);
    const found = headViolations(status, response && { response, read: readerOf(response), received });
    const content = contentOf(operation, { status, response, contentType }, contract);
    return toCheck([...found, ...content.violations], content, contentType);
  };
}

/** Failures of every stage come as problems, whether or not a contract says so. */
function isUndeclaredProblem(status: number, response: Response | undefined, contentType = ''): boolean {
  if (status < 400 || parseMediaType(contentType)?.essence !== 'application/problem+json') return false;
  const declared = response?.content.map(({ mediaType }) => mediaType) ?? [];
  return matchContentType(contentType, declared) === undefined;
}

interface DeclaredHead {
  readonly response: Response;
  readonly read: HeadersReader;
  readonly received: IncomingHttpHeaders;
}

function headViolations(status: number, declared: DeclaredHead | undefined): readonly CallViolation[] {
  if (declared === undefined) {
    return [{ in: 'status', pointer: '', keyword: 'status', detail: `The contract declares no response ${status}` }];
  }
  const read = declared.read(declared.received);
  if (!('breaches' in read)) return [];
  return read.breaches.map((breach) => ({
    ...breach,
    in: 'response-header',
    pointer: breach.pointer.replace(/^\/headers/, ''),
  }));
}

interface Content {
  readonly body: BodyCheck | undefined;
  readonly violations: readonly CallViolation[];
  /** Octets are one too many. */
  readonly mustBeEmpty: boolean;
}

interface AnswerContent {
  readonly status: number;
  readonly response: Response | undefined;
  readonly contentType: string | undefined;
}

const unchecked: Content = { body: undefined, violations: [], mustBeEmpty: false };

function contentOf(operation: Operation, { status, response, contentType }: AnswerContent, contract: Checked): Content {
  if (response === undefined || operation.method === 'HEAD' || !mayHaveContent(status)) return unchecked;
  const declared = response.content.map(({ mediaType }) => mediaType);
  if (declared.length === 0) return { ...unchecked, mustBeEmpty: true };
  const matched = contentType === undefined ? undefined : matchContentType(contentType, declared);
  const media = response.content.find(({ mediaType }) => mediaType === matched);
  if (media === undefined || contentType === undefined) {
    const detail = `${contentType ?? 'No content type'}: declared are ${declared.join(', ')}`;
    return {
      ...unchecked,
      violations: [{ in: 'response-header', pointer: '/Content-Type', keyword: 'contentType', detail }],
    };
  }
  return { ...unchecked, body: createBodyCheck({ operation, response, media, contentType }, contract) };
}

const mostViolations = 100;
const textKinds: ReadonlySet<string> = new Set(['json', 'sequence', 'events', 'form', 'xml', 'text']);
const streamKinds: ReadonlySet<string> = new Set(['sequence', 'events']);

function toCheck(
  found: readonly CallViolation[],
  { body, mustBeEmpty }: Content,
  contentType: string | undefined,
): AnswerCheck {
  const kind = mediaKind(contentType ?? '');
  let size = 0;
  return {
    charset: textKinds.has(kind) ? (parseMediaType(contentType ?? '')?.parameters.charset ?? 'utf-8') : undefined,
    isStream: streamKinds.has(kind),
    take(octets) {
      size += octets.length;
      body?.take(octets);
    },
    async end(isComplete) {
      const inBody = (await body?.end(isComplete)) ?? [];
      const surplus = mustBeEmpty && size > 0 ? [undeclaredContent] : [];
      return [...found, ...[...surplus, ...inBody].map(ofBody)].slice(0, mostViolations);
    },
  };
}

const undeclaredContent: SchemaViolation = {
  pointer: '',
  keyword: 'content',
  detail: 'The contract declares no content for this response',
};

function ofBody(violation: SchemaViolation): CallViolation {
  return { in: 'response-body', pointer: violation.pointer, keyword: violation.keyword, detail: violation.detail };
}

/** As Node joins them: names in lower case, lines of `Set-Cookie` apart. */
function joined(headers: readonly HeaderLine[]): IncomingHttpHeaders {
  const all = Map.groupBy(headers, ([name]) => name.toLowerCase());
  return Object.fromEntries(
    [...all].map(([name, lines]) => {
      const values = lines.map(([, value]) => value);
      return [name, name === 'set-cookie' ? values : values.join(', ')];
    }),
  );
}
