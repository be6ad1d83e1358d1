import type { SecurityScheme } from '@brrt/service-model';

/**
 * What is wrong with schemes of which a request has to satisfy all; undefined: nothing. Neither `Authorization` nor a key is a
 * list, so a request carries each once (RFC 9110 §5.3, §11.6.2).
 */
export function credentialClash(
  names: readonly string[],
  schemes: Readonly<Record<string, SecurityScheme>>,
): string | undefined {
  const taken = new Map<string, string>();
  for (const name of names) {
    const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
    const field = scheme === undefined ? undefined : fieldOf(scheme);
    if (field === undefined) continue;
    // Names of headers alone have no case.
    const key = field.startsWith('header ') ? field.toLowerCase() : field;
    const other = taken.get(key);
    if (other !== undefined) return `${other} and ${name} both go into the ${field}`;
    taken.set(key, name);
  }
  return undefined;
}

function fieldOf(scheme: SecurityScheme): string | undefined {
  if (scheme.type === 'mutualTLS') return undefined;
  return scheme.type === 'apiKey' ? `${scheme.in} ${scheme.parameterName}` : 'header Authorization';
}
