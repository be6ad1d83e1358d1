import { compileContentEncoder, concreteMediaType } from '@brrt/router-core/body';
import { compileRequestEncoder } from '@brrt/router-core/params';
import type { Contract, Violation } from '@brrt/router-core/ports';
import { type SentRequest, sentBodyPlace, sentParameterPlace } from '@brrt/router-core/schema';
import { webhookHeaders } from '@brrt/router-core/webhooks';
import type { MediaType, Parameter } from '@brrt/service-model';
import { WebhookValidationError } from '../webhook-validation-error.ts';

/** What every sender takes; generated types narrow it. Values are typed as the contract says, not encoded. */
export interface SenderRequest {
  readonly query?: object;
  readonly headers?: object;
  readonly cookies?: object;
  readonly body?: unknown;
  /** Where the contract declares several media types. */
  readonly contentType?: string;
}

/** A request as it goes into the outbox. */
export interface EncodedMessage {
  readonly query: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
}

type Values = Readonly<Record<string, unknown>>;

const maximumViolations = 20;

/**
 * Checks and writes what one callback or webhook sends, by the tables that requests and responses are written by.
 * @throws WebhookValidationError, an answer with status 500, from the function that is returned
 * @throws TypeError from there also, for a body that is not in memory and one that the contract does not declare
 */
export function compileMessage(sent: SentRequest, contract: Contract): (request: SenderRequest) => EncodedMessage {
  const { callback } = sent;
  const { model } = contract;
  const parameters = callback.parameters.filter((parameter) => !isSetByUs(parameter));
  const encode = compileRequestEncoder({ path: '', parameters }, model.schemas);
  const checks = parameters.map((parameter) => compileParameter(sent, parameter, contract));
  const encodeBody = compileBody(sent, contract);
  return (request) => {
    const violations = checks.flatMap((check) => check(request));
    if (violations.length > 0) throw new WebhookValidationError(callback.name, violations.slice(0, maximumViolations));
    const content = encodeBody(request);
    const cookies = encode.cookies(request.cookies as Values | undefined);
    return {
      query: encode.query(request.query as Values | undefined),
      headers: [
        ...Object.entries(encode.headers(request.headers as Values | undefined)).flat(),
        ...(cookies === undefined ? [] : ['cookie', cookies]),
        ...(content === undefined ? [] : ['content-type', content.mediaType]),
      ],
      body: content?.octets ?? null,
    };
  };
}

function isSetByUs({ name, in: place }: Parameter): boolean {
  const names: readonly string[] = Object.values(webhookHeaders);
  return place === 'header' && names.includes(name.toLowerCase());
}

function compileParameter(
  sent: SentRequest,
  parameter: Parameter,
  { schemas }: Contract,
): (request: SenderRequest) => readonly Violation[] {
  const { name, in: place, required } = parameter;
  const schema = schemas.compile(sentParameterPlace(sent, parameter));
  return ({ query, headers, cookies }) => {
    const values = place === 'header' ? headers : place === 'cookie' ? cookies : query;
    const value: unknown = Object.entries(values ?? {}).find(([each]) => each === name)?.[1];
    if (value === undefined)
      return required ? [{ in: place, pointer: `/${name}`, keyword: 'required', detail: 'It is required' }] : [];
    if (schema.isValid(value)) return [];
    const found = schema.explain(value, maximumViolations);
    return found.map((each) => ({ ...each, in: place, pointer: `/${name}${each.pointer}` }));
  };
}

interface EncodedContent {
  readonly mediaType: string;
  readonly octets: Uint8Array;
}

function compileBody(sent: SentRequest, contract: Contract): (request: SenderRequest) => EncodedContent | undefined {
  const { name, requestBody } = sent.callback;
  const declared = new Map(
    (requestBody?.content ?? []).map((media) => [media.mediaType, compileContent(sent, media, contract)]),
  );
  const [first] = declared.keys();
  return ({ body, contentType = first }) => {
    if (body === undefined) {
      if (requestBody?.required !== true) return undefined;
      const missing = { in: 'body', pointer: '', keyword: 'required', detail: 'It is required' } as const;
      throw new WebhookValidationError(name, [missing]);
    }
    const encode = contentType === undefined ? undefined : declared.get(contentType);
    if (contentType === undefined || encode === undefined)
      throw new TypeError(`${name} has no body ${contentType ?? ''}`.trimEnd());
    return encode(body);
  };
}

function compileContent(
  sent: SentRequest,
  media: MediaType,
  { model, schemas }: Contract,
): (body: unknown) => EncodedContent {
  const encode = compileContentEncoder(media, model);
  const schema = media.schema === undefined ? undefined : schemas.compile(sentBodyPlace(sent, media));
  return (body) => {
    if (schema !== undefined && !schema.isValid(body)) {
      const found = schema.explain(body, maximumViolations);
      throw new WebhookValidationError(
        sent.callback.name,
        found.map((each) => ({ ...each, in: 'body' })),
      );
    }
    const mediaType = concreteMediaType(media.mediaType, body);
    const encoded = encode(body, mediaType);
    if (typeof encoded === 'string') return { mediaType, octets: Buffer.from(encoded) };
    if (encoded instanceof Uint8Array) return { mediaType, octets: encoded };
    throw new TypeError(
      `${sent.callback.name} is stored before it is sent: its body has to be in memory, no stream and no multipart`,
    );
  };
}
