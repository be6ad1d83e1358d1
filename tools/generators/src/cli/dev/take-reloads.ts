import type { SpecReloads } from '@brrt/router-core/ports';

/**
 * Preloaded into every app that a runner starts for development: takes how often the contract was read again, which only the runner
 * knows: the app never sees one that is broken. `@brrt/observability` looks for it when it is scraped.
 */
const reloads: { -readonly [Outcome in keyof SpecReloads]: number } = { accepted: 0, rejected: 0 };

if (process.env.NODE_ENV !== 'production') {
  Object.defineProperty(globalThis, Symbol.for('brrt.specReloads'), { value: reloads });
  process.on('message', take);
  process.channel?.unref();
}

function take(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'brrt:reloads')
    return;
  if ('accepted' in message && typeof message.accepted === 'number') reloads.accepted = message.accepted;
  if ('rejected' in message && typeof message.rejected === 'number') reloads.rejected = message.rejected;
}
