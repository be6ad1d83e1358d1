import type { JSX } from 'preact';
import type { ContractState, OperationChange } from '../../src/api/services.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Empty } from '../parts/message.tsx';
import { consoleLink } from '../services/links.ts';
import { DiffView } from './diff-view.tsx';

const tones: Readonly<Record<OperationChange['change'], Tone>> = { added: 'good', removed: 'bad', changed: 'warn' };

/** What is different from the last commit. */
export function Changes({ state, service }: { readonly state: ContractState; readonly service: string }): JSX.Element {
  if (state.diffToHead === undefined) {
    return (
      <Empty title="There is no commit to compare with">
        The workspace is not in a git repository, or has no commit yet.
      </Empty>
    );
  }
  if (state.diffToHead === '') {
    return (
      <Empty title="As committed" icon="check">
        The contract is the same as at git's HEAD. What you change shows up here, operation by operation and line by
        line.
      </Empty>
    );
  }
  return (
    <div class="changes">
      <ChangeList changes={state.changesToHead} service={service} />
      <DiffView diff={state.diffToHead} label="Contract at HEAD, and now" />
    </div>
  );
}

export function ChangeList(props: {
  readonly changes: readonly OperationChange[];
  readonly service?: string;
}): JSX.Element | null {
  const { changes, service } = props;
  if (changes.length === 0) return null;
  return (
    <ul class="change-list">
      {changes.map(({ operation, change, details }) => (
        <li key={operation}>
          <p class="change-head">
            <Badge tone={tones[change]}>{change}</Badge>
            {service === undefined || change === 'removed' ? (
              <span class="mono">{operation}</span>
            ) : (
              <a class="mono" href={consoleLink(service, operation)}>
                {operation}
              </a>
            )}
          </p>
          {details.length > 0 && (
            <ul class="change-details note">
              {details.map((detail) => (
                <li key={detail}>{detail}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
