const maxOctets = 2_048;
const maxDomainOctets = 255;
const domain = /^[a-z0-9._-]+$/;
const segment = /^[A-Za-z0-9._-]+$/;
const scheme = 'spiffe://';

/** A name in a trust domain (SPIFFE-ID §2). */
export interface SpiffeId {
  readonly trustDomain: string;
  /** None: the trust domain itself. */
  readonly segments: readonly string[];
  readonly text: string;
}

/** Undefined for anything but the one way to write an ID: nothing is decoded, folded or normalised. */
export function parseSpiffeId(text: string): SpiffeId | undefined {
  if (!text.startsWith(scheme) || Buffer.byteLength(text) > maxOctets) return undefined;
  const [trustDomain = '', ...segments] = text.slice(scheme.length).split('/');
  if (!isTrustDomain(trustDomain) || !segments.every(isSegment)) return undefined;
  return { trustDomain, segments, text };
}

export function isTrustDomain(text: string): boolean {
  return domain.test(text) && text.length <= maxDomainOctets;
}

/** What an ID has to be: `*` in the place of a segment stands for any one segment. */
export type SpiffeIdPattern = SpiffeId;

/** Undefined when the text is neither an ID nor one with `*` segments. */
export function parseSpiffeIdPattern(text: string): SpiffeIdPattern | undefined {
  const [start, empty, trustDomain = '', ...segments] = text.split('/');
  const example = [start, empty, trustDomain, ...segments.map((each) => (each === '*' ? 'x' : each))].join('/');
  return parseSpiffeId(example) === undefined ? undefined : { trustDomain, segments, text };
}

export function matchesPattern(id: SpiffeId, pattern: SpiffeIdPattern): boolean {
  const { trustDomain, segments } = pattern;
  if (id.trustDomain !== trustDomain || id.segments.length !== segments.length) return false;
  return segments.every((each, index) => each === '*' || each === id.segments[index]);
}

function isSegment(text: string): boolean {
  return segment.test(text) && text !== '.' && text !== '..';
}
