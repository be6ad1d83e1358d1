interface FailureOptions extends ErrorOptions {
  readonly isOutage?: boolean;
}

/** Whoever is asked for keys or verdicts cannot be reached or cannot be trusted. Never leaves this library: callers answer 503. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code = 'ERR_IDENTITY_UPSTREAM';
  /** Nobody is there to answer, whatever is asked. Any other failure may be one of this question. */
  readonly isOutage: boolean;
  constructor(message: string, { isOutage = false, ...options }: FailureOptions = {}) {
    super(message, options);
    this.isOutage = isOutage;
  }
}

export interface UpstreamRequest {
  readonly url: string;
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
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
    if (response.status !== 200) throw answered(request.url, response.status);
    const body: unknown = JSON.parse(await readText(response, request));
    if (!isObject(body)) throw new UpstreamError(`${withoutQuery(request.url)} is no JSON object`);
    return body;
  });
}

/** An address as logs and readiness may show it: what opens it to us may stand in its query. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

// 500 is not among them: it may be about the one question, and strangers choose the questions.
const outages = [429, 502, 503, 504];

/** The error that an answer is which says nothing of what was asked. */
export function answered(url: string, status: number): UpstreamError {
  return new UpstreamError(`${withoutQuery(url)} answered ${status}`, { isOutage: outages.includes(status) });
}

/**
 * The status of an answer, a redirect being one, whose content is left unread.
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
  const status = await fetchStatus({ url, timeoutMs: reachableWithinMs });
  if (status >= 500 && status !== 501) throw answered(url, status);
}

async function ask<Answer>(request: UpstreamRequest, read: (response: Response) => Promise<Answer>): Promise<Answer> {
  const { url, timeoutMs, headers, form } = request;
  let response: Response | undefined;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    return await read(response);
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    throw new UpstreamError(`${withoutQuery(url)} cannot be fetched`, {
      cause,
      isOutage: response === undefined || isTimeout(cause),
    });
  } finally {
    if (response !== undefined && !response.bodyUsed) await response.body?.cancel();
  }
}

async function readText(response: Response, { url, maxOctets }: ObjectRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response.body ?? []) {
    octets += chunk.length;
    if (octets > maxOctets) throw new UpstreamError(`${withoutQuery(url)} sends more than ${maxOctets} octets`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'TimeoutError';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
