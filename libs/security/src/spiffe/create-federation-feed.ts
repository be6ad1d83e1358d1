import { readFileSync } from 'node:fs';
import type { FederationConfig } from '@brrt/router-core/config';
import { SecurityConfigError } from '../security-config-error.ts';
import { fetchBundle } from './fetch-bundle.ts';
import { parseBundle } from './parse-bundle.ts';
import type { SpiffeFeed } from './spiffe-feed.ts';
import type { SpiffeState } from './spiffe-state.ts';

// SPIFFE Trust Domain and Bundle §4.1.2: five minutes unless the bundle says otherwise.
const [defaultSecs, longestSecs] = [300, 86_400];

/** The bundle of a federated domain, asked for at its endpoint as often as the bundle wants. No service waits for it. */
export function createFederationFeed(federation: FederationConfig, state: SpiffeState): SpiffeFeed {
  const { trustDomain } = federation;
  let waiting: NodeJS.Timeout | undefined;
  let isStopped = false;
  let sequence = -1;
  let refreshSecs = defaultSecs;
  const ask = async (failed: (error: unknown) => void): Promise<void> => {
    try {
      const bundle = await fetchBundle(federation, state.bundles);
      refreshSecs = Math.min(longestSecs, Math.max(1, bundle.refreshHintSecs ?? defaultSecs));
      // §4.1.1: an older bundle must not take the place of a newer one.
      if (!isStopped && (bundle.sequence ?? sequence) >= sequence) {
        sequence = bundle.sequence ?? sequence;
        state.bundles.fetched(trustDomain, bundle);
        state.changed();
      }
    } catch (error) {
      failed(error);
    }
    if (!isStopped) waiting = setTimeout(() => void ask(failed), refreshSecs * 1000).unref();
  };
  return {
    async start(failed) {
      bootstrap(federation, state);
      void ask(failed);
    },
    stop() {
      isStopped = true;
      clearTimeout(waiting);
    },
  };
}

/** What proves the endpoint before it has said anything. */
function bootstrap({ trustDomain, bootstrapBundleFile }: FederationConfig, state: SpiffeState): void {
  if (bootstrapBundleFile === undefined) return;
  const bundle = parseBundle(readFileSync(bootstrapBundleFile, 'utf8'));
  if (bundle === undefined) throw new SecurityConfigError([{ subject: bootstrapBundleFile, message: 'is no bundle' }]);
  state.bundles.fetched(trustDomain, bundle);
}
