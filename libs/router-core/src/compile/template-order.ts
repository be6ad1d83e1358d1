/** `{a}-{b}.json` → `{a}`, `-`, `{b}`, `.json` */
export function splitSegment(segment: string): readonly string[] {
  return segment.split(/(\{[^{}]*\})/).filter((part) => part !== '');
}

export function isVariable(part: string): boolean {
  return /^\{.*\}$/s.test(part);
}

/**
 * Which of two templates comes first where both match a path (OpenAPI 3.1 §4.8.8.2: concrete before templated), segment
 * by segment from the left: all literal; then the longer literal text in front of the first variable, and at the end;
 * then more literal text in between, that is: a variable alone comes last. 0: the order of the contract decides.
 */
export function compareTemplates(left: string, right: string): number {
  const [lefts, rights] = [left.split('/'), right.split('/')];
  for (const [index, segment] of lefts.entries()) {
    const [own, other] = [weigh(segment), weigh(rights[index] ?? '')];
    for (const [at, weight] of own.entries()) if (weight !== (other[at] ?? 0)) return (other[at] ?? 0) - weight;
  }
  return 0;
}

function weigh(segment: string): readonly number[] {
  const parts = splitSegment(segment);
  if (!parts.some(isVariable)) return [1];
  const lengthOf = (part: string | undefined): number => (part === undefined || isVariable(part) ? 0 : part.length);
  const literal = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  return [0, lengthOf(parts[0]), lengthOf(parts.at(-1)), literal, parts.length];
}
