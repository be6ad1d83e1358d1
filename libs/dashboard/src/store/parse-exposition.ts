import type { NumberSeries } from '../api/telemetry.ts';
import type { NumberSample } from './number-memory.ts';
import { readSampleLine } from './sample-line.ts';

export interface ParsedExposition {
  readonly samples: readonly NumberSample[];
  /** Lines that are neither sample nor comment, and samples beyond the bound. */
  readonly skipped: number;
}

interface Family {
  type?: NumberSeries['type'];
  help?: string;
  unit?: string;
}

const maximumText = 32 * 1024 * 1024;
const maximumSamples = 50_000;
const maximumFamilies = 10_000;
const maximumHelp = 256;
const suffixes = /_(?:total|bucket|sum|count|created|info|gsum|gcount)$/;
const types = new Map<string, NumberSeries['type']>([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['gaugehistogram', 'histogram'],
  ['summary', 'summary'],
  ['info', 'gauge'],
  ['stateset', 'gauge'],
]);

/** What `/metrics` answers, in Prometheus' text format or OpenMetrics. A line that is neither is passed over and counted. */
export function parseExposition(text: string): ParsedExposition {
  const families = new Map<string, Family>();
  const samples: NumberSample[] = [];
  let skipped = 0;
  for (const line of linesOf(text.length > maximumText ? text.slice(0, maximumText) : text)) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      readComment(line, families);
      continue;
    }
    const sample = samples.length < maximumSamples ? readSampleLine(line) : undefined;
    // The time at which a series began is no number of its own.
    if (sample?.metric.endsWith('_created') && familyOf(sample.metric, families)?.type !== 'gauge') continue;
    if (sample === undefined) skipped += 1;
    else samples.push({ ...sample, ...describe(familyOf(sample.metric, families)) });
  }
  return { samples, skipped };
}

function* linesOf(text: string): Iterable<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end).trim();
    if (line === '# EOF') return;
    yield line;
    if (end === -1) return;
    start = end + 1;
  }
}

const comment = /^#\s*(HELP|TYPE|UNIT)\s+("(?:[^"\\]|\\.)*"|\S+)(?:\s+(.*))?$/;

function readComment(line: string, families: Map<string, Family>): void {
  const [, keyword, quoted = '', rest = ''] = comment.exec(line.slice(0, 4_096)) ?? [];
  if (keyword === undefined) return;
  const name = quoted.startsWith('"') ? quoted.slice(1, -1) : quoted;
  const family = families.get(name) ?? {};
  if (!families.has(name) && families.size >= maximumFamilies) return;
  families.set(name, family);
  if (keyword === 'HELP') family.help = rest.replaceAll('\\n', '\n').replaceAll('\\\\', '\\').slice(0, maximumHelp);
  else if (keyword === 'TYPE') family.type = types.get(rest.trim()) ?? 'unknown';
  else family.unit = rest.trim().slice(0, 63);
}

/** OpenMetrics names the family of `x_total` just `x`. */
function familyOf(metric: string, families: ReadonlyMap<string, Family>): Family | undefined {
  return families.get(metric) ?? families.get(metric.replace(suffixes, ''));
}

function describe({ type = 'unknown', help = '', unit }: Family = {}): Pick<NumberSample, 'type' | 'help' | 'unit'> {
  return { type, help, ...(unit === undefined || unit === '' ? {} : { unit }) };
}
