import type { MockState, MockSwitches } from '@brrt/router-core/ports';

/**
 * Preloaded into every app that a runner starts for development: takes how operations are to answer, over the channel to the runner
 * and nothing else, and keeps it where `@brrt/router-core` looks when it reads a contract. An app in production has no such place.
 */
const states = new Map<string, MockState>();

if (process.env.NODE_ENV !== 'production') {
  const switches: MockSwitches = { stateOf: (operationId) => states.get(operationId) };
  Object.defineProperty(globalThis, Symbol.for('brrt.mockSwitches'), { value: switches });
  process.on('message', take);
  // Listening must not keep an app alive that has ended.
  process.channel?.unref();
}

function take(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'brrt:mocks') return;
  if (!('mocks' in message) || typeof message.mocks !== 'object' || message.mocks === null) return;
  states.clear();
  // The runner is of the same release: it has looked at what it sends.
  for (const [operationId, state] of Object.entries(message.mocks)) states.set(operationId, state as MockState);
}
