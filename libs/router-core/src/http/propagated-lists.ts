const maximumTraceState = 512;
const maximumStates = 32;
const maximumBaggage = 8_192;
const maximumBaggageMembers = 64;

const stateMember =
  /^(?:[a-z][a-z\d_*/-]{0,255}|[a-z\d][a-z\d_*/-]{0,240}@[a-z][a-z\d_*/-]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const baggageName = /^[!#$%&'*+.^_`|~\w-]+$/;
const baggageValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

type HeaderValue = string | readonly string[] | undefined;

/** `tracestate` as it came; undefined when one member is malformed, twice there, or there are too many (W3C Trace Context §3.3). */
export function parseTraceState(value: HeaderValue): string | undefined {
  const text = joined(value);
  if (text === undefined || text.length > maximumTraceState) return undefined;
  const members = membersOf(text);
  if (members.length === 0 || members.length > maximumStates) return undefined;
  const keys = new Set(members.map((member) => member.slice(0, member.indexOf('='))));
  return keys.size === members.length && members.every((member) => stateMember.test(member)) ? text : undefined;
}

/** `baggage` as it came; undefined when one member is malformed or there is too much of it (W3C Baggage §3). */
export function parseBaggage(value: HeaderValue): string | undefined {
  const text = joined(value);
  if (text === undefined || text.length > maximumBaggage) return undefined;
  const members = membersOf(text);
  if (members.length === 0 || members.length > maximumBaggageMembers) return undefined;
  return members.every(isBaggageMember) ? text : undefined;
}

function joined(value: HeaderValue): string | undefined {
  return typeof value === 'object' ? value.join(',') : value;
}

// One expression for all of it would try every way to divide the blanks: the text is of strangers.
function isBaggageMember(member: string): boolean {
  const [first = '', ...properties] = member.split(';');
  return isPair(first) && properties.every((each) => isPair(each) || baggageName.test(withoutBlanks(each)));
}

function isPair(text: string): boolean {
  const mark = text.indexOf('=');
  if (mark < 0 || !baggageName.test(withoutBlanks(text.slice(0, mark)))) return false;
  return baggageValue.test(withoutBlanks(text.slice(mark + 1)));
}

// Empty members are allowed.
function membersOf(text: string): readonly string[] {
  return text
    .split(',')
    .map(withoutBlanks)
    .filter((member) => member !== '');
}

function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
