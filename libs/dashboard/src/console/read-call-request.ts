import type { CallBody, CallCredential, CallRequest, MessageRequest } from '../api/console.ts';

type Fields = Readonly<Record<string, unknown>>;

const places = ['path', 'query', 'header', 'cookie', 'querystring'] as const;

/** What a page sent, as a request to call; a text says what is wrong with it. */
export function readCallRequest(given: unknown): CallRequest | string {
  if (!isObject(given)) return 'A call is an object';
  const {
    operationId,
    parameters = {},
    headers = {},
    body,
    credentials = [],
    sendInvalid = false,
    open = false,
  } = given;
  if (typeof operationId !== 'string') return 'operationId has to be a string';
  if (!isObject(parameters) || !places.every((place) => parameters[place] === undefined || isObject(parameters[place])))
    return 'parameters has to hold objects by place';
  if (!isObject(headers) || !Object.values(headers).every(isText)) return 'headers has to hold strings by name';
  if (body !== undefined && !isBody(body)) return 'body needs mediaType and one of value, text and base64';
  if (!Array.isArray(credentials) || !credentials.every(isCredential))
    return 'credentials has to list schemes with useDevelopment, a value, or username and password';
  if (typeof sendInvalid !== 'boolean') return 'sendInvalid has to be true or false';
  if (typeof open !== 'boolean') return 'open has to be true or false';
  // The casts: what was looked at above.
  return {
    operationId,
    parameters: parameters as CallRequest['parameters'],
    headers: headers as CallRequest['headers'],
    ...(body !== undefined && { body }),
    credentials,
    sendInvalid,
    ...(open && { open }),
  };
}

/** As `readCallRequest`, for a message. */
export function readMessageRequest(given: unknown): MessageRequest | string {
  if (!isObject(given)) return 'A message is an object';
  const { traceId, text, sendInvalid = false } = given;
  if (typeof traceId !== 'string' || typeof text !== 'string') return 'traceId and text have to be strings';
  if (typeof sendInvalid !== 'boolean') return 'sendInvalid has to be true or false';
  return { traceId, text, sendInvalid };
}

function isBody(body: unknown): body is CallBody {
  if (!isObject(body) || typeof body.mediaType !== 'string') return false;
  return 'value' in body || isText(body.text) || isText(body.base64);
}

function isCredential(credential: unknown): credential is CallCredential {
  if (!isObject(credential) || !isText(credential.scheme)) return false;
  const { useDevelopment, value, username, password, mint } = credential;
  if (mint !== undefined) return isWish(mint);
  return useDevelopment === true || isText(value) || (isText(username) && isText(password));
}

function isWish(wish: unknown): boolean {
  if (!isObject(wish) || !Array.isArray(wish.scopes) || !wish.scopes.every(isScope)) return false;
  return wish.subject === undefined || isText(wish.subject);
}

// RFC 6749 §3.3
function isScope(scope: unknown): boolean {
  return typeof scope === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
