import { type ResponseCoding, responseCodings } from './content-coding.ts';

const qualityPattern = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * The coding of a response by `Accept-Encoding` (RFC 9110 §12.5.3): the highest weight wins, our order decides between equals,
 * none when the header is absent, when nothing fits, or when the client likes the response as it is better.
 */
export function selectCoding(
  acceptEncoding: string | undefined,
  available: readonly ResponseCoding[] = responseCodings,
): ResponseCoding | undefined {
  if (acceptEncoding === undefined) return undefined;
  const weights = parseWeights(acceptEncoding);
  const weightOf = (coding: string): number => weights.get(coding) ?? weights.get('*') ?? 0;
  let best: ResponseCoding | undefined;
  let bestWeight = weights.get('identity') ?? 0;
  for (const coding of available) {
    const weight = weightOf(coding);
    if (weight === 0 || (best === undefined ? weight < bestWeight : weight <= bestWeight)) continue;
    best = coding;
    bestWeight = weight;
  }
  return best;
}

function parseWeights(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const element of header.split(',')) {
    const [name = '', ...parameters] = element.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    if (name === '' || (quality !== undefined && !qualityPattern.test(quality))) continue;
    weights.set(name === 'x-gzip' ? 'gzip' : name, quality === undefined ? 1 : Number(quality));
  }
  return weights;
}
