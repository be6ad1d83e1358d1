import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Offer, Outcome } from './offer-load.ts';

/** Offers load from a process of its own, and tells what became of it. */
export async function measureOffer(offer: Offer): Promise<Outcome> {
  const child = fork(new URL('./offer-load.ts', import.meta.url), [JSON.stringify(offer)]);
  const [outcome] = (await once(child, 'message')) as [Outcome]; // it sends nothing else
  child.kill();
  return outcome;
}
