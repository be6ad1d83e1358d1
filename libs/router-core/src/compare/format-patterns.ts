/**
 * Patterns that every text of a format matches: what contradicts them contradicts the format. The check of the format says
 * the rest.
 */
const patterns: Readonly<Record<string, string>> = {
  'date-time': '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$',
  'date-time-local': '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$',
  date: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  time: '^[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$',
  'time-local': '^[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$',
  duration: '^P[0-9DHMSTWY.]+$',
  email: '@',
  'idn-email': '@',
  hostname: '^[A-Za-z0-9.-]+$',
  ipv4: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}$',
  ipv6: '^[0-9A-Fa-f:.]{2,45}$',
  uri: '^[A-Za-z][A-Za-z0-9+.-]*:',
  iri: '^[A-Za-z][A-Za-z0-9+.-]*:',
  uuid: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
  'json-pointer': '^(/|$)',
  'relative-json-pointer': '^[0-9]',
  byte: '^[A-Za-z0-9+/]*={0,2}$',
  base64url: '^[A-Za-z0-9_-]*={0,2}$',
  int64: '^-?[0-9]+$',
  uint64: '^[0-9]+$',
  unixtime: '^-?[0-9]+$',
  decimal: '^[+-]?[0-9.]+([Ee][+-]?[0-9]+)?$',
};

/** The pattern of a format, where there is one. */
export function patternOfFormat(format: string): string | undefined {
  return Object.hasOwn(patterns, format) ? patterns[format] : undefined;
}

/** Formats whose texts all have these other formats. */
const wider: Readonly<Record<string, readonly string[]>> = {
  uri: ['iri', 'uri-reference', 'iri-reference'],
  iri: ['iri-reference'],
  'uri-reference': ['iri-reference'],
  email: ['idn-email'],
  unixtime: ['decimal'],
};

/** Whether every text of one format has the other one. */
export function isWithinFormat(format: string, other: string): boolean {
  return format === other || (Object.hasOwn(wider, format) && wider[format]?.includes(other) === true);
}
