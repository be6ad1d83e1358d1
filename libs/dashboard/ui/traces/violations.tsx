import type { JSX } from 'preact';
import type { SpanEvent } from '../../src/api/telemetry.ts';
import { Badge } from '../parts/badge.tsx';
import { attributeText } from '../telemetry/group-attributes.ts';

/** What broke the contract, as the service told it in its span: where, and which keyword. */
export function Violations({ events }: { readonly events: readonly SpanEvent[] }): JSX.Element | null {
  const violations = events.filter(({ name }) => name === 'brrt.violation');
  if (violations.length === 0) return null;
  return (
    <section class="violations">
      <h3>{violations.some(isOfAnswer) ? 'The answer broke the contract' : 'The request broke the contract'}</h3>
      <ul>
        {violations.map((event, index) => (
          // Two violations may be the same.
          <li key={`${index}-${textOf(event, 'brrt.pointer')}`}>
            <Badge tone="bad">{textOf(event, 'brrt.keyword')}</Badge>
            <span>{textOf(event, 'brrt.in')}</span>
            <code>{textOf(event, 'brrt.pointer') || 'as a whole'}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isOfAnswer(event: SpanEvent): boolean {
  return textOf(event, 'brrt.in').startsWith('response');
}

function textOf({ attributes }: SpanEvent, name: string): string {
  return attributeText(attributes[name] ?? '');
}
