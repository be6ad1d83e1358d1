import type { NumberSample } from './number-memory.ts';

type SampleLine = Pick<NumberSample, 'metric' | 'labels' | 'value'>;

const maximumLabels = 64;
const maximumName = 512;
const maximumValue = 1_024;

const name = /[^\s{}"=,#\d][^\s{}"=,#]*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const between = /[\s]*/y;
const number = /[+-]?(?:inf(?:inity)?|nan|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)(?=\s|$)/iy;

/** `http_requests_total{method="GET"} 12 1700000000 # {trace_id="…"} 0.2`; undefined: it is none. Times and exemplars are left out. */
export function readSampleLine(line: string): SampleLine | undefined {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(line);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  const takeCharacter = (character: string): boolean => {
    take(between);
    if (line[position] !== character) return false;
    position += 1;
    return true;
  };
  let metric = take(name)?.[0] ?? '';
  const labels: [string, string][] = [];
  if (takeCharacter('{')) {
    while (!takeCharacter('}')) {
      const quotedName = take(quoted)?.[1];
      const label = quotedName === undefined ? take(name)?.[0] : unescapeText(quotedName);
      if (label === undefined) return undefined;
      if (takeCharacter('=')) {
        take(between);
        const value = take(quoted)?.[1];
        if (value === undefined || labels.length === maximumLabels) return undefined;
        labels.push([label.slice(0, maximumName), unescapeText(value).slice(0, maximumValue)]);
        // `{"my.metric", a="b"}`
      } else if (quotedName !== undefined && metric === '') metric = label;
      else return undefined;
      takeCharacter(',');
    }
  }
  take(between);
  const value = take(number)?.[0];
  if (value === undefined || metric === '' || metric.length > maximumName) return undefined;
  return { metric, labels: Object.fromEntries(labels), value: parseNumber(value) };
}

function parseNumber(text: string): number {
  const plain = text.toLowerCase();
  if (plain.endsWith('nan')) return Number.NaN;
  if (plain.includes('inf')) return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(plain);
}

function unescapeText(text: string): string {
  return text.includes('\\')
    ? text.replaceAll(/\\(.)/g, (_whole, character) => (character === 'n' ? '\n' : character))
    : text;
}
