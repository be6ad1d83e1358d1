/** Whoever is asked for keys or verdicts cannot be reached or cannot be trusted. Never leaves this library: callers answer 503. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code = 'ERR_IDENTITY_UPSTREAM';
}

export interface UpstreamRequest {
  readonly url: string;
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a redirect is; an error unless given. */
  readonly redirect?: 'manual';
  /** Present: sent by POST as a form. */
  readonly form?: URLSearchParams;
}

export interface ObjectRequest extends UpstreamRequest {
  readonly maxOctets: number;
}

/**
 * Asks for a JSON object, without following redirects, within a time and a size.
 * @throws UpstreamError for any other answer
 */
export function fetchObject(request: ObjectRequest): Promise<Readonly<Record<string, unknown>>> {
  return ask(request, async (response) => {
    if (response.status !== 200) throw new UpstreamError(`${request.url} answered ${response.status}`);
    const body: unknown = JSON.parse(await readText(response, request));
    if (!isObject(body)) throw new UpstreamError(`${request.url} is no JSON object`);
    return body;
  });
}

/**
 * The status of an answer, whose content is left unread.
 * @throws UpstreamError when there is no answer
 */
export function fetchStatus(request: UpstreamRequest): Promise<number> {
  return ask(request, async ({ status }) => status);
}

const reachableWithinMs = 2_000;

/**
 * Whether somebody answers there, whatever they say to a question without content.
 * @throws UpstreamError when nobody does, or says that it cannot work
 */
export async function checkReachable(url: string): Promise<void> {
  const status = await fetchStatus({ url, timeoutMs: reachableWithinMs, redirect: 'manual' });
  if (status >= 500 && status !== 501) throw new UpstreamError(`${url} answered ${status}`);
}

async function ask<Answer>(request: UpstreamRequest, read: (response: Response) => Promise<Answer>): Promise<Answer> {
  const { url, timeoutMs, headers, form, redirect = 'error' } = request;
  let response: Response | undefined;
  try {
    response = await fetch(url, {
      redirect,
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    return await read(response);
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    throw new UpstreamError(`${url} cannot be fetched`, { cause });
  } finally {
    if (response !== undefined && !response.bodyUsed) await response.body?.cancel();
  }
}

async function readText(response: Response, { url, maxOctets }: ObjectRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response.body ?? []) {
    octets += chunk.length;
    if (octets > maxOctets) throw new UpstreamError(`${url} sends more than ${maxOctets} octets`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
