import type { Attributes, LogRecord } from '../../src/api/telemetry.ts';
import { formatDuration } from '../format/format.ts';
import { attributeText } from './group-attributes.ts';

const untold = /^(http\.|url\.|brrt\.|error\.type$|exception\.stacktrace$|pid$|hostname$|process\.|service\.)/;
const mostAttributes = 4;
const mostCharacters = 60;

/** What a record tells beside its text, in a line: of a request method, route, status and duration; of others the first attributes. */
export function logFacts({ attributes }: Pick<LogRecord, 'attributes'>): string {
  const others = Object.entries(attributes)
    .filter(([name]) => !untold.test(name))
    .slice(0, mostAttributes)
    .map(([name, value]) => `${name}=${attributeText(value).slice(0, mostCharacters)}`);
  return [...requestFacts(attributes), ...others].join(' ');
}

function requestFacts(attributes: Attributes): readonly string[] {
  const status = attributes['http.response.status_code'];
  if (status === undefined) return [];
  const duration = attributes['brrt.duration_ms'];
  const facts = [
    attributes['http.request.method'],
    attributes['http.route'] ?? attributes['url.path'],
    status,
    typeof duration === 'number' ? formatDuration(duration) : undefined,
    attributes['error.type'],
  ];
  return facts.flatMap((fact) => (fact === undefined ? [] : [attributeText(fact)]));
}
