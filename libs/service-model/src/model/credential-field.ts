import type { SecurityScheme } from './security-scheme.ts';

/** Two schemes of one requirement, and the field that both take. */
export interface CredentialClash {
  readonly schemes: readonly [string, string];
  /** Such as `the header authorization`. */
  readonly field: string;
}

/** The field of a request that a credential stands in; undefined for certificates, which stand in none. */
export function credentialField(scheme: SecurityScheme): string | undefined {
  if (scheme.type === 'mutualTLS') return undefined;
  if (scheme.type !== 'apiKey') return 'the header authorization';
  const name = scheme.in === 'header' ? scheme.parameterName.toLowerCase() : scheme.parameterName;
  return `the ${scheme.in} ${name}`;
}

/** Neither Authorization nor a key is a list: one request carries each once (RFC 9110 §5.3, §11.6.2). */
export function credentialClashes(
  names: readonly string[],
  schemes: Readonly<Record<string, SecurityScheme>>,
): readonly CredentialClash[] {
  const taken = new Map<string, string>();
  return names.flatMap((name) => {
    const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
    const field = scheme === undefined ? undefined : credentialField(scheme);
    if (field === undefined) return [];
    const other = taken.get(field);
    taken.set(field, name);
    return other === undefined ? [] : [{ schemes: [other, name], field }];
  });
}
