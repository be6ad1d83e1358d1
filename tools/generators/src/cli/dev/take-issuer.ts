/**
 * Preloaded into every app that a runner starts for development: takes the public keys of the dashboard's issuer, over the channel to
 * the runner and nothing else, and keeps them where `@brrt/security` looks. An app in production has no such place.
 */
let keys: readonly unknown[] = [];

if (process.env.NODE_ENV !== 'production') {
  Object.defineProperty(globalThis, Symbol.for('brrt.developmentIssuer'), { value: { keys: () => keys } });
  process.on('message', take);
  // Listening must not keep an app alive that has ended.
  process.channel?.unref();
}

function take(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'brrt:issuer') return;
  if ('keys' in message && Array.isArray(message.keys)) keys = message.keys;
}
