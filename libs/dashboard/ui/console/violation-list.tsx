import type { JSX } from 'preact';
import type { CallViolation } from '../../src/api/console.ts';
import { plural } from '../format/format.ts';
import { Badge } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';

/** What a message breaks of the contract, or that it breaks nothing. */
export function ViolationList(props: {
  readonly title: string;
  /** Undefined: it was not looked at. */
  readonly violations: readonly CallViolation[] | undefined;
  /** Goes to where the violation is. */
  readonly onGo: (violation: CallViolation) => void;
}): JSX.Element | null {
  const { title, violations, onGo } = props;
  if (violations === undefined) return null;
  const good = violations.length === 0;
  return (
    <section class={classNames('check', good ? 'good' : 'bad')} aria-label={title}>
      <p class="check-head">
        <Icon name={good ? 'check' : 'warning'} />
        <strong>{title}</strong>{' '}
        {good ? 'fits the contract' : `breaks the contract in ${plural(violations.length, 'place')}`}
      </p>
      {!good && (
        <ul class="violations">
          {violations.map((violation) => (
            <li key={`${violation.in} ${violation.pointer} ${violation.keyword} ${violation.detail}`}>
              <Badge tone="bad">{violation.in}</Badge>
              <button type="button" class="text-button mono" onClick={() => onGo(violation)}>
                {violation.pointer || '(all of it)'}
              </button>
              <span>{violation.detail}</span>
              <span class="note mono">{violation.keyword}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
