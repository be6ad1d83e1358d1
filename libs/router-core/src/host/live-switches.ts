import type { MockSwitches } from '../ports/mock-switches.ts';

/** Where the runner of `brrt serve` puts the switches that it is told of, before the app is loaded. */
const place = Symbol.for('brrt.mockSwitches');

/** Undefined in production and for apps that nobody runs for development: they answer as they are written. */
export function liveSwitches(): MockSwitches | undefined {
  if (process.env.NODE_ENV === 'production') return undefined;
  return (globalThis as { readonly [place]?: MockSwitches })[place];
}
