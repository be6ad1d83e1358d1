import type { TraceSampler } from '@brrt/router-core/ports';
import type { Environment } from '../export/exporter-names.ts';

/** Why a variable of the environment is not used as it stands. */
export type ReportSetting = (problem: string) => void;

const roots: Readonly<Record<string, (ratio: number) => (traceId: string) => boolean>> = {
  always_on: () => () => true,
  always_off: () => () => false,
  traceidratio: byRatio,
};

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name (OpenTelemetry, environment variables, general SDK
 * configuration): asked once per request, before there is anything to record. `parentbased_always_on` unless given.
 */
export function createSampler(env: Environment, report: ReportSetting): TraceSampler {
  const name = env.OTEL_TRACES_SAMPLER?.trim() || 'parentbased_always_on';
  const isParentBased = name.startsWith('parentbased_');
  const rootName = isParentBased ? name.slice('parentbased_'.length) : name;
  const make = Object.hasOwn(roots, rootName) ? roots[rootName] : undefined;
  if (make === undefined) {
    report(`OTEL_TRACES_SAMPLER="${name}" is not known; parentbased_always_on is used`);
    return (_traceId, parentSampled) => parentSampled ?? true;
  }
  const root = make(rootName === 'traceidratio' ? readRatio(env.OTEL_TRACES_SAMPLER_ARG, report) : 1);
  if (!isParentBased) return root;
  return (traceId, parentSampled) => parentSampled ?? root(traceId);
}

function readRatio(text: string | undefined, report: ReportSetting): number {
  if (text === undefined || text.trim() === '') return 1;
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  report(`OTEL_TRACES_SAMPLER_ARG="${text}" is no number from 0 to 1; 1 is used`);
  return 1;
}

// The last 56 bits of an id are the random ones (W3C Trace Context Level 2 §3.2.2.5); 52 of them are exact in a number.
const digits = 13;

function byRatio(ratio: number): (traceId: string) => boolean {
  const first = Math.ceil(ratio * 16 ** digits);
  if (first === 16 ** digits) return () => true;
  // Digits of one length are ordered as the numbers that they stand for.
  const firstNotChosen = first.toString(16).padStart(digits, '0');
  return (traceId) => traceId.slice(-digits) < firstNotChosen;
}
