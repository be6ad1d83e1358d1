import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { plural } from '../format/format.ts';
import { mocksLink } from '../services/links.ts';
import { followMocks, switchedOperations } from './switched-operations.ts';

/** In every view's sight: something answers in place of a handler. */
export function MockBadge(): JSX.Element | null {
  useEffect(followMocks, []);
  const switched = switchedOperations.value;
  if (switched.length === 0) return null;
  const names = switched.map(({ service, operation }) => `${service} ${operation}`).join(', ');
  return (
    <a class="mock-badge" href={mocksLink(switched[0]?.service ?? '')} title={names}>
      {`${plural(switched.length, 'mock')} on`}
    </a>
  );
}
