import type { CallBody, CallCredential, CallRequest } from '../../src/api/console.ts';
import type { ContentInfo, OperationInfo, ParameterInfo, SchemaBundle } from '../../src/api/services.ts';
import { initialValue } from './form-value.ts';
import { parseJsonText } from './json-text.ts';

/** What somebody typed for one operation, before it is a request. */
export interface Draft {
  /** By `query/limit`; what is undefined is not sent. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Beyond the contract's. */
  readonly headers: readonly HeaderDraft[];
  readonly body: BodyDraft;
  /** Index of what the operation accepts as security. */
  readonly alternative: number;
  readonly sendInvalid: boolean;
}

export interface HeaderDraft {
  readonly name: string;
  readonly value: string;
}

export interface BodyDraft {
  /** A body that is not required may be left out. */
  readonly sent: boolean;
  readonly mediaType: string;
  /** `raw`: the text is what counts, else the value. */
  readonly mode: 'form' | 'raw';
  readonly value: unknown;
  readonly text: string;
  readonly file?: FileDraft;
}

export interface FileDraft {
  readonly name: string;
  readonly base64: string;
  readonly size: number;
}

export type DraftRequest =
  | { readonly request: CallRequest }
  /** It cannot even be written. */
  | { readonly problem: string };

export function createDraft(operation: OperationInfo, bundle: SchemaBundle): Draft {
  const required = operation.parameters.filter((parameter) => parameter.required);
  return {
    parameters: Object.fromEntries(
      required.map((parameter) => [
        parameterKey(parameter),
        parameter.examples[0]?.value ?? initialValue(parameter.schema, bundle),
      ]),
    ),
    headers: [],
    body: bodyOfType(operation, operation.body?.content[0], bundle),
    alternative: 0,
    sendInvalid: false,
  };
}

export function parameterKey(parameter: Pick<ParameterInfo, 'in' | 'name'>): string {
  return `${parameter.in}/${parameter.name}`;
}

/** The body that a media type begins with: its first example, else the least that the schema asks for. */
export function bodyOfType(
  operation: OperationInfo,
  content: ContentInfo | undefined,
  bundle: SchemaBundle,
): BodyDraft {
  const value =
    content?.examples[0]?.value ?? (content?.schema === undefined ? undefined : initialValue(content.schema, bundle));
  const { mediaType = '', kind = 'text' } = content ?? {};
  return {
    sent: operation.body !== undefined,
    mediaType,
    mode: hasForm(content) ? 'form' : 'raw',
    value,
    text: textOf(value, kind),
  };
}

/** A form can be made of it. */
export function hasForm(content: ContentInfo | undefined): boolean {
  if (content?.schema === undefined || content.schema === true) return false;
  return content.kind === 'json' || content.kind === 'form' || content.kind === 'multipart' || content.kind === 'xml';
}

/** Its raw form is JSON, whatever it is sent as. */
export function isWrittenAsJson({ kind, schema }: ContentInfo): boolean {
  return kind === 'json' || kind === 'form' || kind === 'multipart' || (kind === 'xml' && schema !== undefined);
}

/** A value as one types it. */
export function textOf(value: unknown, kind: ContentInfo['kind']): string {
  if (value === undefined) return '';
  if (kind === 'stream' && Array.isArray(value)) return value.map((item) => `${JSON.stringify(item)}\n`).join('');
  if (typeof value === 'string' && (kind === 'text' || kind === 'stream')) return value;
  return JSON.stringify(value, undefined, 2);
}

/**
 * Form to text and back. Text that was typed stays as it is while it says the same; undefined: it is no JSON yet, or has numbers
 * that a form would change.
 */
export function switchMode(body: BodyDraft, mode: BodyDraft['mode'], kind: ContentInfo['kind']): BodyDraft | undefined {
  if (mode === body.mode) return body;
  const parsed = parseJsonText(body.text);
  if (mode === 'form') return 'value' in parsed && !parsed.lossy ? { ...body, mode, value: parsed.value } : undefined;
  const same = 'value' in parsed && JSON.stringify(parsed.value) === JSON.stringify(body.value);
  return { ...body, mode, text: same ? body.text : textOf(body.value, kind) };
}

export function buildRequest(
  operation: OperationInfo,
  draft: Draft,
  credentials: readonly CallCredential[],
): DraftRequest {
  const body = buildBody(operation, draft);
  if (body !== undefined && 'problem' in body) return body;
  return {
    request: {
      operationId: operation.id,
      parameters: parametersByPlace(operation, draft),
      headers: Object.fromEntries(
        draft.headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
      ),
      ...(body !== undefined && { body }),
      credentials,
      sendInvalid: draft.sendInvalid,
    },
  };
}

function parametersByPlace({ parameters }: OperationInfo, draft: Draft): CallRequest['parameters'] {
  const places: Partial<Record<ParameterInfo['in'], Record<string, unknown>>> = {};
  for (const parameter of parameters) {
    const value = draft.parameters[parameterKey(parameter)];
    if (value !== undefined) places[parameter.in] = { ...places[parameter.in], [parameter.name]: value };
  }
  return places;
}

function buildBody(operation: OperationInfo, draft: Draft): CallBody | { readonly problem: string } | undefined {
  const { body } = draft;
  const content = operation.body?.content.find(({ mediaType }) => mediaType === body.mediaType);
  if (content === undefined || !body.sent) return undefined;
  const { mediaType } = body;
  if (content.kind === 'binary') return { mediaType, base64: body.file?.base64 ?? '' };
  if (!isWrittenAsJson(content)) return { mediaType, text: body.text };
  if (body.mode === 'form') return { mediaType, value: body.value ?? null };
  const parsed = parseJsonText(body.text);
  if ('problem' in parsed) {
    const { line, column, message } = parsed.problem;
    if (draft.sendInvalid) return { mediaType, text: body.text };
    return { problem: `The body is no JSON: line ${line}, column ${column}: ${message}` };
  }
  if (!parsed.lossy) return { mediaType, value: parsed.value };
  // Numbers beyond what a page can hold go out as they were typed.
  if (content.kind === 'json') return { mediaType, text: body.text };
  return { problem: 'The body has a number that a page cannot hold: it would be sent as another one' };
}
