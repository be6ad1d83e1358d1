import { setTimeout as wait } from 'node:timers/promises';
import type { Operation } from '@brrt/service-model';
import { SimulatedFailureError } from '../errors/simulated-failure-error.ts';
import type { Preference } from '../examples/index.ts';
import type { MockState } from '../ports/mock-switches.ts';
import type { BodyValidated } from './stages.ts';

type Switched = Exclude<MockState, { readonly mode: 'handler' | 'contract' | 'chaos' }>;

/** What a switch wants of the contract, whatever the client would prefer. */
export function switchedPreference(state: Switched, operation: Operation): Preference {
  const code = state.status === undefined ? undefined : codeOf(operation, state.status);
  return state.mode === 'example' ? { example: state.example, code, dynamic: false } : { code, dynamic: true };
}

/** A status code that the response of this name is sent with. */
function codeOf({ responses }: Operation, status: string): number | undefined {
  if (/^\d{3}$/.test(status)) return Number(status);
  const first = status === 'default' ? 500 : Number(status.charAt(0)) * 100;
  const declared = new Set(responses.map((response) => response.status));
  const codes = Array.from({ length: 100 }, (_, index) => first + index);
  return codes.find((code) => !declared.has(String(code)));
}

/**
 * Lets time pass, as a slow service does.
 * @throws SimulatedFailureError for the share that fails · the reason of the exchange's signal when that comes first
 */
export async function disturb(
  exchange: BodyValidated,
  { delayMilliseconds, failShare, status }: Extract<MockState, { readonly mode: 'chaos' }>,
): Promise<void> {
  exchange.mock = 'chaos';
  const { signal } = exchange;
  await wait(delayMilliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  if (Math.random() < failShare) throw new SimulatedFailureError(status);
}
