import type { Random } from './random.ts';

const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'harbor', 'island', 'juniper'] as const;

/** `count` words in lower case. */
export function generateWords(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.pick(words)).join(' ');
}
