import type { NumberSample } from '../store/number-memory.ts';
import { fetchLocal } from './fetch-local.ts';
import { readReadiness } from './read-readiness.ts';
import type { ServiceRegistry } from './service-registry.ts';

export interface WatchServicesOptions {
  readonly registry: ServiceRegistry;
  /** Takes what `/metrics` of a service says. */
  readonly record: (service: string, at: number, samples: readonly NumberSample[]) => Promise<unknown>;
  readonly onFailure: (error: unknown) => void;
}

const pollMilliseconds = 2_000;
/** Of an answer of `/metrics`, for each time that it is asked; a longer one is a lot of work for the service. */
const lettersPerPoll = 256 * 1024;

/**
 * Asks every service of the workspace how it is and what it counts, every two seconds; how it is also as soon as it is ready, and for
 * its numbers less often where they are many: those of 1,200 operations every 14 s.
 */
export function watchServices({ registry, record, onFailure }: WatchServicesOptions): { stop(): void } {
  const runningAt = (name: string): string | undefined =>
    registry.find(name)?.state.phase === 'running' ? registry.managementOf(name) : undefined;
  const look = async (name: string): Promise<void> => {
    const url = runningAt(name);
    if (url === undefined) return;
    const readiness = await readReadiness(url);
    if (runningAt(name) === url) registry.setReadiness(name, readiness);
  };
  /** How often a service is not asked for its numbers yet. */
  const rests = new Map<string, number>();
  const scrape = async (name: string): Promise<void> => {
    const rest = rests.get(name) ?? 0;
    if (rest > 0) return void rests.set(name, rest - 1);
    const url = runningAt(name);
    const answer = url === undefined ? undefined : await fetchLocal(`${url}/metrics`);
    rests.set(name, Math.floor((answer?.text.length ?? 0) / lettersPerPoll));
    if (answer?.status !== 200) return;
    const { parseExposition } = await import('../store/parse-exposition.ts');
    await record(name, Date.now(), parseExposition(answer.text).samples);
  };
  const unsubscribe = registry.subscribe(({ name }, event) => {
    if (event?.type === 'ready') look(name).catch(onFailure);
  });
  const timer = setInterval(() => {
    for (const { name } of registry.apps()) Promise.all([look(name), scrape(name)]).catch(onFailure);
  }, pollMilliseconds);
  timer.unref();
  return {
    stop() {
      unsubscribe();
      clearInterval(timer);
    },
  };
}
