import type { MessageFault } from './message-codec.ts';

/** RFC 6455 §5.5: a control frame has at most 125 octets, two of which are the code. */
const maximumOctets = 123;

/** Where a message breaks the contract, without anything of the message: `required at /quantity`. */
export function breachReason({ violations }: MessageFault): string {
  const [first] = violations;
  if (first === undefined) return '';
  return first.pointer === '' ? first.keyword : `${first.keyword} at ${first.pointer}`;
}

/** Cut to what a closing frame can carry, never inside of a character. */
export function fitReason(reason: string): string {
  if (Buffer.byteLength(reason) <= maximumOctets) return reason;
  let kept = '';
  let octets = 0;
  for (const character of reason) {
    octets += Buffer.byteLength(character);
    if (octets > maximumOctets) return kept;
    kept += character;
  }
  return kept;
}
