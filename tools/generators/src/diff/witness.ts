import { compileContentEncoder } from '@brrt/router-core/body';
import { type GenerateResult, generateRequest, generateValue } from '@brrt/router-core/examples';
import { encodeHeaderValue } from '@brrt/router-core/params';
import { responseBodyPlace } from '@brrt/router-core/schema';
import type { Header, MediaType, Operation, Parameter, Response, ServiceModel } from '@brrt/service-model';
import { curlCommand } from '../cli/curl-command.ts';
import type { Witness } from './change.ts';
import type { DiffContext, Revision } from './diff-context.ts';

/** A request that the operation of the old revision takes, as a command line; undefined where none can be written. */
export function requestWitness(operation: Operation, { old, url }: DiffContext): Witness | undefined {
  const made = generated(operation, old);
  const command = made !== undefined && 'request' in made ? curlCommand(made.request, url) : undefined;
  return command === undefined ? undefined : { kind: 'request', text: command };
}

function generated(operation: Operation, { model, schemas }: Revision): GenerateResult | undefined {
  try {
    return generateRequest(operation, model, { schemas });
  } catch (error) {
    // Forms and styles cannot carry every value that a schema takes.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The same with this value of a parameter. */
export function parameterWitness(
  operation: Operation,
  { parameter, value }: { readonly parameter: Parameter; readonly value: unknown },
  context: DiffContext,
): Witness | undefined {
  const given = { ...parameter, required: true, examples: [exampleOf(value)] };
  const parameters = operation.parameters.map((each) => (each === parameter ? given : each));
  return requestWitness({ ...operation, parameters }, context);
}

/** The same with a body of this media type, and with this value where one is given. */
export function bodyWitness(
  operation: Operation,
  { media, value }: { readonly media: MediaType; readonly value?: unknown },
  context: DiffContext,
): Witness | undefined {
  if (operation.requestBody === undefined) return undefined;
  const given = value === undefined ? media : { ...media, examples: [exampleOf(value)] };
  return requestWitness(
    { ...operation, requestBody: { ...operation.requestBody, required: true, content: [given] } },
    context,
  );
}

// The cast: a witness was checked as JSON.
function exampleOf(value: unknown): MediaType['examples'][number] {
  return { name: 'witness', value: value as never };
}

/** A response as the new contract may send it. */
export function sampleResponse(
  { operation, response }: { readonly operation: Operation; readonly response: Response },
  { fresh: { model, schemas } }: DiffContext,
): Witness {
  const [media] = response.content;
  if (media === undefined) return responseWitness(response);
  const place = responseBodyPlace(operation, response, media);
  const { isValid } = schemas.compile(place);
  const value = generateValue(place.schema, model, { direction: 'response', isValid });
  return responseWitness(response, value === undefined ? undefined : { media, value, model });
}

/** A response, with this value as its body where there is one. */
export function responseWitness(response: Response, content?: SentValue): Witness {
  const lines = content === undefined ? [] : [`Content-Type: ${content.media.mediaType}`, '', sentBody(content)];
  return { kind: 'response', text: [statusLine(response), ...lines].join('\n') };
}

export interface SentValue {
  readonly media: MediaType;
  readonly value: unknown;
  readonly model: ServiceModel;
}

function sentBody({ media, value, model }: SentValue): string {
  try {
    const body = compileContentEncoder(media, model)(value, media.mediaType);
    return typeof body === 'string' ? body : JSON.stringify(value);
  } catch (error) {
    // A schema may take what cannot be written.
    if (error instanceof TypeError) return JSON.stringify(value);
    throw error;
  }
}

/** A response with this value of a header. */
export function headerWitness(response: Response, header: Header, value: unknown): Witness {
  return { kind: 'response', text: `${statusLine(response)}\n${header.name}: ${sentHeader(header, value)}` };
}

function statusLine({ status }: Response): string {
  const code = /^[1-5]\d\d$/.test(status) ? status : status.endsWith('XX') ? `${status.charAt(0)}00` : '500';
  return `HTTP/1.1 ${code}`;
}

/** A value as a header carries it. */
export function sentHeader(header: Header, value: unknown): string {
  try {
    return encodeHeaderValue(header, value);
  } catch {
    // A schema may take what no header can carry.
    return JSON.stringify(value);
  }
}
