import { expect, it } from 'vitest';
import { startSdk } from './start-sdk.ts';

it('starts again where it has ended, and OpenTelemetry has nothing to complain about', async () => {
  const lines: unknown[] = [];
  const write = (...line: readonly unknown[]): void => void lines.push(line);
  const log = { trace: write, debug: write, info: write, warn: write, error: write, fatal: write, child: () => log };
  const options = { service: 'orders', version: '1', environment: undefined, sample: () => true, log };
  await startSdk(options).shutdown();
  await startSdk(options).shutdown();
  await startSdk(options).shutdown();
  expect(lines).toEqual([]);
});
