import { readReadiness } from './read-readiness.ts';
import type { ServiceRegistry } from './service-registry.ts';

export interface WatchServicesOptions {
  readonly registry: ServiceRegistry;
  readonly onFailure: (error: unknown) => void;
}

const pollMilliseconds = 2_000;

/** Asks every service of the workspace how it is, every two seconds and as soon as it is ready. */
export function watchServices({ registry, onFailure }: WatchServicesOptions): { stop(): void } {
  const look = async (name: string): Promise<void> => {
    const url = registry.addressOf(name);
    if (url === undefined || registry.find(name)?.state.phase !== 'running') return;
    registry.setReadiness(name, await readReadiness(url));
  };
  const lookSafely = (name: string): void => void look(name).catch(onFailure);
  const unsubscribe = registry.subscribe(({ name }, event) => {
    if (event?.type === 'ready') lookSafely(name);
  });
  const timer = setInterval(() => {
    for (const { name } of registry.apps()) lookSafely(name);
  }, pollMilliseconds);
  timer.unref();
  return {
    stop() {
      unsubscribe();
      clearInterval(timer);
    },
  };
}
