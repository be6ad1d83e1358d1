import type { SecurityConfig } from '@brrt/router-core/config';
import type { Operation, RequiredScheme, ServiceModel } from '@brrt/service-model';

/** What opens an operation, by the place it is sent in. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
}

export interface KeyRing {
  readonly model: ServiceModel;
  readonly development: SecurityConfig['development'];
}

const nothing: Credentials = { headers: {}, query: {}, cookies: {} };

/** Credentials of the first alternative that development has all keys for; undefined when there is none. */
export function credentialsFor({ security }: Operation, ring: KeyRing): Credentials | undefined {
  if (security.length === 0) return nothing;
  for (const alternative of security) {
    const parts = alternative.map((required) => credentialFor(required, ring));
    if (parts.every((part) => part !== undefined)) return parts.reduce(merge, nothing);
  }
  return undefined;
}

function credentialFor({ scheme: name }: RequiredScheme, { model, development }: KeyRing): Credentials | undefined {
  const scheme = Object.hasOwn(model.securitySchemes, name) ? model.securitySchemes[name] : undefined;
  const held = Object.hasOwn(development, name) ? development[name] : undefined;
  if (scheme === undefined || held === undefined) return undefined;
  if (scheme.type === 'apiKey') {
    const places = { header: 'headers', query: 'query', cookie: 'cookies' } as const;
    return held.key === undefined
      ? undefined
      : { ...nothing, [places[scheme.in]]: { [scheme.parameterName]: held.key } };
  }
  if (held.username !== undefined && held.password !== undefined) {
    const pair = Buffer.from(`${held.username}:${held.password}`).toString('base64');
    return { ...nothing, headers: { Authorization: `Basic ${pair}` } };
  }
  return held.token === undefined ? undefined : { ...nothing, headers: { Authorization: `Bearer ${held.token}` } };
}

function merge(one: Credentials, other: Credentials | undefined): Credentials {
  return {
    headers: { ...one.headers, ...other?.headers },
    query: { ...one.query, ...other?.query },
    cookies: { ...one.cookies, ...other?.cookies },
  };
}
