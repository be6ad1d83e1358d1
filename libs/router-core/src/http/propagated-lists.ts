const maximumTraceState = 512;
const maximumStates = 32;
const maximumBaggage = 8_192;
const maximumBaggageMembers = 64;

const stateMember =
  /^(?:[a-z][a-z\d_*/-]{0,255}|[a-z\d][a-z\d_*/-]{0,240}@[a-z][a-z\d_*/-]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const baggageMember =
  /^[!#$%&'*+.^_`|~\w-]+[ \t]*=[ \t]*[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+(?:[ \t]*=[ \t]*[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*)?)*$/;

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
  return members.every((member) => baggageMember.test(member)) ? text : undefined;
}

function joined(value: HeaderValue): string | undefined {
  return typeof value === 'object' ? value.join(',') : value;
}

// Empty members are allowed.
function membersOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
}
