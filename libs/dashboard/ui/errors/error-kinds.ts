import type { ErrorGroup } from '../../src/api/telemetry.ts';
import type { Tone } from '../parts/badge.tsx';

/** Who was wrong. */
export const kinds: Readonly<Record<ErrorGroup['kind'], readonly [tone: Tone, words: string]>> = {
  contract: ['info', 'contract'],
  server: ['bad', 'server'],
  client: ['warn', 'client'],
};
