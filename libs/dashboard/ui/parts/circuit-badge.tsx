import type { JSX } from 'preact';
import { Badge, type Tone } from './badge.tsx';

const shown: Readonly<Record<string, readonly [tone: Tone, words: string, title: string]>> = {
  closed: ['good', 'closed', 'It is called'],
  open: ['bad', 'open', 'It mostly failed and is left alone for a while'],
  half_open: ['warn', 'half open', 'One call tries whether it is back'],
};

/** State of the breaker before a called service. */
export function CircuitBadge({ circuit }: { readonly circuit: string }): JSX.Element {
  const [tone, words, title] = shown[circuit] ?? ['neutral', circuit, ''];
  return (
    <Badge tone={tone} title={title}>
      {`circuit ${words}`}
    </Badge>
  );
}
