import type { AdminSettings } from './settings.ts';

/** Settings under the contract's names. */
export function presentSettings({ featureFlags, updatedAt }: AdminSettings) {
  return { feature_flags: featureFlags, updatedAt };
}
