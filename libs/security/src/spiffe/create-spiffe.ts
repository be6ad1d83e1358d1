import type { SpiffeConfig } from '@brrt/router-core/config';
import { createFederationFeed } from './create-federation-feed.ts';
import { createFileFeed } from './create-file-feed.ts';
import { createWorkloadFeed } from './create-workload-feed.ts';
import type { JwtSvidSource } from './fetch-jwt-svid.ts';
import type { SpiffeFeed } from './spiffe-feed.ts';
import { SpiffeState } from './spiffe-state.ts';

/** The identity of this service and the domains it believes, kept current once started. */
export interface Spiffe {
  readonly state: SpiffeState;
  /** Whoever needs it starts it; all wait for the same. `failed` is the first one's. */
  start(failed: (error: unknown) => void): Promise<void>;
  stop(): void;
  /** Where JWT-SVIDs of this workload come from; undefined where its identity is in files. */
  readonly tokens: JwtSvidSource | undefined;
}

export function createSpiffe(config: SpiffeConfig): Spiffe {
  const state = new SpiffeState(config.federatesWith.map(({ trustDomain }) => trustDomain));
  const federation = config.federatesWith.map((each) => createFederationFeed(each, state));
  const feeds = [createFeed(config, state), ...federation];
  let started: Promise<void> | undefined;
  return {
    state,
    tokens: tokenSource(config),
    start(failed) {
      started ??= Promise.all(feeds.map((feed) => feed.start(failed))).then(() => undefined);
      return started;
    },
    stop() {
      for (const feed of feeds) feed.stop();
    },
  };
}

function tokenSource({ source, trustDomain }: SpiffeConfig): JwtSvidSource | undefined {
  return source.kind === 'socket' ? { address: source.address, trustDomain, hint: source.hint } : undefined;
}

function createFeed({ source, trustDomain, schemes }: SpiffeConfig, state: SpiffeState): SpiffeFeed {
  if (source.kind === 'socket') {
    const { address, hint } = source;
    const wantsTokens = Object.values(schemes).some(({ audience }) => audience !== undefined);
    return createWorkloadFeed({ address, trustDomain, hint, wantsTokens, state });
  }
  return createFileFeed({ files: source, trustDomain, reloadSecs: source.reloadSecs, state });
}
