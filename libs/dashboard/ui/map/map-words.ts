import type { MapEdge, RedNumbers, ServiceMap } from '../../src/api/telemetry.ts';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import { tracesLink } from '../services/links.ts';

export function toneOf({ count, clientErrors, serverErrors }: RedNumbers): 'good' | 'warn' | 'bad' | 'idle' {
  if (count === 0) return 'idle';
  if (serverErrors > 0) return 'bad';
  return clientErrors > 0 ? 'warn' : 'good';
}

/** Databases and what is outside have no contract that a client could be made of. */
export function mismatchOf({ seen }: MapEdge, toService: boolean): string | undefined {
  if (seen === 'declared') return 'a client is generated, and was not called in this window';
  return seen === 'observed' && toService ? 'called without a generated client' : undefined;
}

export function rateOf({ count }: RedNumbers, seconds: number): string {
  const rate = count / seconds;
  return rate >= 0.1
    ? `${formatCount(Math.round(rate * 10) / 10)}/s`
    : `${formatCount(Math.round(rate * 600) / 10)}/min`;
}

export function numbersInWords(numbers: RedNumbers, seconds: number): string {
  if (numbers.count === 0) return 'no requests';
  const p95 = numbers.p95 === null ? '' : `, p95 ${formatDuration(numbers.p95)}`;
  return `${rateOf(numbers, seconds)}, ${formatShare(numbers.serverErrors / numbers.count)} failed${p95}`;
}

export function tracesOf({ from }: MapEdge): string {
  return tracesLink({ service: from });
}

export function servicesOf({ nodes }: ServiceMap): ReadonlySet<string> {
  return new Set(nodes.filter(({ kind }) => kind === 'service').map(({ name }) => name));
}
