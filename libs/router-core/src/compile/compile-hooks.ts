import type { Exchange, Stage } from '../ports/exchange.ts';
import type { Hooks, ServiceDescription } from '../ports/hooks.ts';
import type { Logger } from '../ports/logger.ts';

/** All hooks of a service as one; events that nobody listens to are `undefined` and cost one comparison. */
export interface CompiledHooks {
  readonly start: (service: ServiceDescription) => void;
  readonly request: ((exchange: Exchange) => void) | undefined;
  readonly stage: ((exchange: Exchange, stage: Stage) => void) | undefined;
  readonly end: ((exchange: Exchange) => void) | undefined;
  readonly clientError: (code: string, status: number) => void;
  readonly stop: () => Promise<void>;
}

/** A hook that throws is reported once, by name of its event, and never harms the request. */
export function compileHooks(hooks: readonly Hooks[], log: Logger): CompiledHooks {
  const reported = new Set<string>();
  const guard = <First, Second>(event: keyof Hooks): ((first: First, second?: Second) => void) | undefined => {
    const listeners = hooks.flatMap((hook) => hook[event] ?? []) as ((first: First, second?: Second) => void)[];
    if (listeners.length === 0) return undefined;
    return (first, second) => {
      for (const listener of listeners) {
        try {
          listener(first, second);
        } catch (error) {
          if (!reported.has(event))
            log.error({ err: error, hook: event }, 'A hook failed; further failures are not reported');
          reported.add(event);
        }
      }
    };
  };
  return {
    start: guard<ServiceDescription, never>('onStart') ?? ignore,
    request: guard<Exchange, never>('onRequest'),
    stage: guard<Exchange, Stage>('onStage'),
    end: guard<Exchange, never>('onEnd'),
    clientError: guard<string, number>('onClientError') ?? ignore,
    stop: async () => {
      for (const hook of hooks) await hook.onStop?.();
    },
  };
}

const ignore = (): void => undefined;
