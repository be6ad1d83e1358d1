import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Reload } from '../../src/api/services.ts';
import { formatDuration, plural } from '../format/format.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/message.tsx';
import { Time } from '../parts/time.tsx';
import { ChangeList } from './changes.tsx';
import { DiffView } from './diff-view.tsx';
import { FindingList } from './findings.tsx';

/** Every save since the dashboard runs: taken over, or refused with the reasons. */
export function Reloads({ reloads }: { readonly reloads: readonly Reload[] }): JSX.Element {
  if (reloads.length === 0) {
    return (
      <Empty title="Nothing was reloaded yet">
        Save the contract or a handler: the service takes it over without a restart, and it is listed here with its
        time.
      </Empty>
    );
  }
  return (
    <ol class="reloads">
      {reloads.map((reload, index) => (
        <ReloadEntry key={`${reload.at} ${reload.files.join()}`} reload={reload} newest={index === 0} />
      ))}
    </ol>
  );
}

function ReloadEntry({ reload, newest }: { readonly reload: Reload; readonly newest: boolean }): JSX.Element {
  const { at, kind, outcome, files, milliseconds, findings, reason, changes, diff } = reload;
  const [open, setOpen] = useState(newest && outcome === 'rejected');
  const rejected = outcome === 'rejected';
  const more = changes.length > 0 || (diff !== undefined && diff !== '') || findings.length > 0 || reason !== undefined;
  return (
    <li class={`reload ${outcome}`}>
      <p class="reload-head">
        <Time at={at} />
        <Badge tone={rejected ? 'bad' : 'good'}>{rejected ? 'rejected' : 'accepted'}</Badge>
        <span>{kind}</span>
        {milliseconds !== undefined && <span class="number">{formatDuration(milliseconds)}</span>}
        <span class="mono note reload-files">{files.join(', ')}</span>
        {more && (
          <Button kind="quiet" expanded={open} onClick={() => setOpen(!open)}>
            {detailsTitle(reload)}
          </Button>
        )}
      </p>
      {open && (
        <div class="reload-body">
          {findings.length > 0 && <FindingList findings={findings} />}
          {reason !== undefined && <pre class="mono reload-reason">{reason}</pre>}
          <ChangeList changes={changes} />
          {diff !== undefined && diff !== '' && <DiffView diff={diff} label="Contract before and after" />}
        </div>
      )}
    </li>
  );
}

function detailsTitle({ findings, reason, changes }: Reload): string {
  const parts = [
    ...(reason === undefined ? [] : ['Reason']),
    ...(changes.length > 0 ? [plural(changes.length, 'operation')] : []),
    ...(findings.length > 0 ? [plural(findings.length, 'finding')] : []),
  ];
  return parts.length === 0 ? 'Difference' : parts.join(', ');
}
