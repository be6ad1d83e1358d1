import type { Subscription } from './subscriptions.ts';

/** A subscription under the contract's names. */
export function presentSubscription({ id, ...subscription }: Subscription) {
  return { subscription_id: id, ...subscription };
}
