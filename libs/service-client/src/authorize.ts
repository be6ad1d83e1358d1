import type { Calling } from './sending.ts';
import type { TokenSource } from './token-source.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * The header that carries a token, as name and value. The token is waited for no longer than the call; whoever else waits for the
 * same one is not disturbed.
 * @throws UpstreamCredentialsError when there is none to be had
 */
export async function authorize(
  tokens: TokenSource,
  { call: { names }, exchange }: Pick<Calling, 'call' | 'exchange'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return ['authorization', `Bearer ${await untilAborted(tokens.tokenFor(exchange, names), signal)}`];
}
