/** What the dashboard answered when it was no success; `title` and `detail` are of its problem document. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0: no answer at all. */
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  constructor(status: number, title: string, detail?: string) {
    super(detail === undefined ? title : `${title}: ${detail}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** `T` is what the route promises in `src/api`: both sides are built together, so it is not checked again. */
export async function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const response = await request(withQuery(path, query), { ...(signal && { signal }) });
  return (await response.json()) as T;
}

export async function sendJson<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await request(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Sends a file or text as it is. */
export async function sendText(path: string, text: string | Blob): Promise<void> {
  await request(path, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } });
}

/** Items of an NDJSON answer as they arrive; aborting `signal` aborts what the server does, too. */
export async function* streamJson<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const response = await request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    signal,
  });
  let rest = '';
  const reader = (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T;
    if (done) return;
  }
}

export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError(0, 'The dashboard does not answer', 'It may have been stopped; start it again with npm start.');
  }
  if (response.ok) return response;
  throw await readProblem(response);
}

async function readProblem(response: Response): Promise<ApiError> {
  if (response.status === 401)
    return new ApiError(401, 'This page is not logged in', 'Open the address that npm start or nx serve printed.');
  const text = await response.text();
  try {
    const { title, detail } = JSON.parse(text) as { readonly title?: string; readonly detail?: string };
    return new ApiError(response.status, title ?? `Status ${response.status}`, detail);
  } catch {
    return new ApiError(response.status, `Status ${response.status}`, text.slice(0, 300));
  }
}
