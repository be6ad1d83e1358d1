import type { ClientTokenConfig } from '@brrt/router-core/config';

const maxOctets = 65_536;
/** Of a token whose server does not say when it ends. */
const defaultLifeSeconds = 60;
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

export interface IssuedToken {
  readonly token: string;
  readonly lifeMs: number;
}

/** The token endpoint gave no token. Stays the cause of an `UpstreamCredentialsError`; holds nothing of what was answered. */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';
  readonly code = 'ERR_TOKEN_REQUEST';
  /** The server can be reached and says no. */
  readonly isRefusal: boolean;
  constructor(message: string, { isRefusal }: { readonly isRefusal: boolean }) {
    super(message);
    this.isRefusal = isRefusal;
  }
}

/**
 * Asks the token endpoint, without following redirects, within a time and a size.
 * @param subject the token to exchange; undefined for one of this service itself
 * @throws TokenRequestError, or what `fetch` rejects with
 */
export async function requestToken(config: ClientTokenConfig, subject: string | undefined): Promise<IssuedToken> {
  const { tokenUrl, clientId, clientSecret, timeoutMs } = config;
  const response = await fetch(tokenUrl, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: 'application/json', authorization: clientAuthorization(clientId, clientSecret) },
    body: formOf(config, subject),
  });
  const text = await readText(response, tokenUrl);
  if (response.status !== 200) {
    const isRefusal = response.status >= 400 && response.status < 500 && response.status !== 429;
    throw new TokenRequestError(`${tokenUrl} answered ${response.status}`, { isRefusal });
  }
  return readAnswer(text, tokenUrl);
}

// RFC 6749 §2.3.1: both are encoded as form values first.
function clientAuthorization(id: string, secret: string): string {
  const [user = '', password = ''] = [id, secret].map((text) => new URLSearchParams({ '': text }).toString().slice(1));
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function formOf({ grant, scopes, audience }: ClientTokenConfig, subject: string | undefined): URLSearchParams {
  const form = new URLSearchParams(
    grant === 'client_credentials' || subject === undefined
      ? { grant_type: 'client_credentials' }
      : {
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: subject,
          subject_token_type: accessToken,
          requested_token_type: accessToken,
        },
  );
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  if (audience !== undefined) form.set('audience', audience);
  return form;
}

async function readText(response: Response, tokenUrl: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response.body ?? []) {
    octets += chunk.length;
    if (octets > maxOctets)
      throw new TokenRequestError(`${tokenUrl} sends more than ${maxOctets} octets`, { isRefusal: false });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer(text: string, tokenUrl: string): IssuedToken {
  const broken = new TokenRequestError(`${tokenUrl} answered with no bearer token`, { isRefusal: false });
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw broken;
  }
  if (typeof answer !== 'object' || answer === null) throw broken;
  const { access_token: token, token_type: type, expires_in: life } = answer as Readonly<Record<string, unknown>>; // an object
  // RFC 6750 §2.1: what cannot stand in the header is no bearer token.
  if (typeof token !== 'string' || !/^[\w.~+/-]+=*$/.test(token)) throw broken;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw broken;
  const seconds = typeof life === 'number' && life >= 0 ? life : defaultLifeSeconds;
  return { token, lifeMs: seconds * 1_000 };
}
