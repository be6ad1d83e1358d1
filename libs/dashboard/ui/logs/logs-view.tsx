import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LogQuery, LogRecord } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { useLoad } from '../api/use-load.ts';
import { useHeldList } from '../live/use-held-list.ts';
import { serviceNames } from '../live/workspace.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/field.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { navigate, query, setQuery } from '../router/location.ts';
import type { View } from '../router/view.ts';
import { SearchBox } from '../search/search-box.tsx';
import { LiveButton } from '../telemetry/live-buttons.tsx';
import { readSearch, writeSearch } from '../traces/trace-query.ts';
import { downloadLogs } from './download-logs.ts';
import { LogList } from './log-list.tsx';
import { logFilters, severities, toLogQuery } from './log-query.ts';
import { LogRate } from './log-rate.tsx';
import { useLogs } from './use-logs.ts';

export const logsView: View = {
  path: '/logs',
  title: 'Logs',
  component: Logs,
  navigation: { icon: 'logs', key: 'l', primary: true },
};

const keyOf = ({ sequence }: LogRecord): string => String(sequence);

function Logs(): JSX.Element {
  const wanted = toLogQuery(query.value);
  const answer = useLogs(wanted);
  const list = useHeldList(answer.latest, keyOf);
  return (
    <div class="list-view">
      <ViewHead
        title="Logs"
        actions={
          <>
            <LiveButton list={list} />
            <Button
              icon="download"
              label="Download what is shown, as NDJSON"
              disabled={list.rows.length === 0}
              onClick={() => downloadLogs(list.rows)}
            />
          </>
        }
      >
        <LogFilters wanted={wanted} />
      </ViewHead>
      {answer.problem && <Problem problem={answer.problem} onRetry={answer.reload} />}
      {list.rows.length > 0 ? (
        <>
          <LogRate logs={list.rows} />
          <LogList list={list} onEnd={answer.loadOlder} />
        </>
      ) : answer.loading ? (
        <Loading label="Loading logs" />
      ) : (
        answer.problem === undefined && <NoLogs filtered={writeSearch(query.value, logFilters) !== ''} />
      )}
    </div>
  );
}

function LogFilters({ wanted }: { readonly wanted: LogQuery }): JSX.Element {
  const attributes = useLoad('attributes logs', (signal) => api.attributes('logs', signal));
  const services = serviceNames.value;
  const names = useMemo(
    () => [
      { name: 'service', values: services },
      { name: 'severity', values: severities },
      { name: 'traceId', values: [] },
      ...(attributes.value?.names ?? []),
    ],
    [services, attributes.value],
  );
  const grouped = query.value.get('group') === 'request';
  return (
    <>
      <SearchBox
        label="Search in logs"
        placeholder="Text, or service: severity: traceId: brrt.operation: …"
        value={writeSearch(query.value, logFilters)}
        names={names}
        onChange={(typed) => setQuery(readSearch(typed, logFilters))}
      />
      <Select
        label="Least severity"
        value={wanted.severity ?? ''}
        options={[
          { value: '', title: 'All severities' },
          ...severities.slice(1).map((value) => ({ value, title: value === 'fatal' ? value : `${value} and worse` })),
        ]}
        onChange={(severity) => setQuery({ severity })}
      />
      <Button icon="traces" pressed={grouped} onClick={() => setQuery({ group: grouped ? undefined : 'request' })}>
        By request
      </Button>
    </>
  );
}

function NoLogs({ filtered }: { readonly filtered: boolean }): JSX.Element {
  if (filtered)
    return (
      <Empty title="No log record is found by these filters" icon="logs">
        <Button onClick={() => navigate('/logs', { replace: true })}>Clear the filters</Button>
      </Empty>
    );
  return (
    <Empty title="No logs yet" icon="logs">
      <p>
        Call a service, and what it logs appears here. Services that are not of this workspace send their logs by OTLP
        over HTTP to <code>http://127.0.0.1:4318</code>.
      </p>
    </Empty>
  );
}
