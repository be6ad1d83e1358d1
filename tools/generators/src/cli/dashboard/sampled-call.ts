import type { CallRequest, HeaderLine } from '@brrt/dashboard';
import type { Operation } from '@brrt/service-model';
import type { LoadedContract } from './loaded-contract.ts';
import type { PlacedCredential } from './place-credentials.ts';
import type { WrittenMessage } from './write-message.ts';

export interface SampledCall {
  readonly operation: Operation;
  readonly request: CallRequest;
  readonly loaded: LoadedContract;
  readonly message: WrittenMessage;
  /** `http://127.0.0.1:8081` */
  readonly origin: string;
}

/** `PETSTORE_BEARER_AUTH` */
export function variableOf({ app }: LoadedContract, { scheme }: PlacedCredential): string {
  const words = `${app.name}-${scheme}`.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return words.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** Headers that a tool makes itself are left to it. */
export function statedHeaders(headers: readonly HeaderLine[]): readonly HeaderLine[] {
  return headers.filter(([name]) => !['content-length', 'accept-encoding'].includes(name.toLowerCase()));
}
