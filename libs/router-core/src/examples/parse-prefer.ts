/** What a client asks of an operation that answers from its contract. */
export interface Preference {
  /** Name of the example. */
  readonly example?: string | undefined;
  /** Status code of the response, 200 to 599: those before are no answers (RFC 9110 §15.2). */
  readonly code?: number | undefined;
  /** A generated value, another one each time, instead of an example. */
  readonly dynamic?: boolean | undefined;
  /** Seed of generated values, 0 to 4294967295. */
  readonly seed?: number | undefined;
  /** Which of these were stated with a value that says nothing. */
  readonly unusable?: readonly PreferenceName[];
}

export type PreferenceName = 'code' | 'example' | 'dynamic' | 'seed';

const preferencePattern =
  /(?:^|,)[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \t]*=[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z/-]+)|"((?:[^"\\]|\\.)*)"))?/g;

/**
 * Reads a `Prefer` header (RFC 7240 §2): the first of several equal preferences counts, those that are unknown or
 * malformed are ignored, as the RFC demands.
 */
export function parsePrefer(header: string | readonly string[] | undefined): Preference {
  const text = typeof header === 'object' ? header.join(',') : (header ?? '');
  const stated = new Map<string, string>();
  for (const [, name = '', token, quoted] of text.matchAll(preferencePattern)) {
    const key = name.toLowerCase();
    if (!stated.has(key)) stated.set(key, token ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
  }
  const preference: Preference = {
    dynamic: truthOf(stated.get('dynamic')),
    example: stated.get('example') || undefined,
    code: wholeNumber(stated.get('code'), 200, 599),
    seed: wholeNumber(stated.get('seed'), 0, 4_294_967_295),
  };
  const unusable = names.filter((name) => stated.has(name) && preference[name] === undefined);
  const usable = Object.fromEntries(Object.entries(preference).filter(([, value]) => value !== undefined));
  return unusable.length === 0 ? usable : { ...usable, unusable };
}

const names: readonly PreferenceName[] = ['code', 'example', 'dynamic', 'seed'];

function truthOf(text: string | undefined): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

function wholeNumber(text: string | undefined, minimum: number, maximum: number): number | undefined {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= minimum && value <= maximum ? value : undefined;
}
