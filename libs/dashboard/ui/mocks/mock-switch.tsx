import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MockState, OperationInfo } from '../../src/api/services.ts';
import { Badge } from '../parts/badge.tsx';
import { Select } from '../parts/field.tsx';
import { examplesOf, isSwitched, type MockMode, modesOf, modeTitles, stateOfMode } from './mock-states.ts';

export interface MockSwitchProps {
  readonly operation: OperationInfo;
  readonly onChange: (state: MockState) => void;
  readonly busy?: boolean;
}

/** How one operation answers, with the options of the mode. A change takes effect at once. */
export function MockSwitch({ operation, onChange, busy }: MockSwitchProps): JSX.Element {
  const { mock, id } = operation;
  const modes = modesOf(operation);
  return (
    <div class="mock-switch" aria-busy={busy === true}>
      <Select
        label={`What answers ${id}`}
        value={mock.mode}
        options={(modes.includes(mock.mode) ? modes : [mock.mode, ...modes]).map((mode) => ({
          value: mode,
          title: modeTitles[mode],
        }))}
        onChange={(mode) => onChange(stateOfMode(operation, mode as MockMode))} // one of the options above
      />
      {isSwitched(mock) && <Badge tone="warn">on</Badge>}
      {mock.mode === 'example' && <ExampleOptions operation={operation} state={mock} onChange={onChange} />}
      {mock.mode === 'generated' && <StatusOption operation={operation} state={mock} onChange={onChange} />}
      {mock.mode === 'chaos' && <ChaosOptions state={mock} onChange={onChange} id={id} />}
    </div>
  );
}

type StateOf<Mode extends MockMode> = Extract<MockState, { readonly mode: Mode }>;

function ExampleOptions(props: MockSwitchProps & { readonly state: StateOf<'example'> }): JSX.Element {
  const { operation, state, onChange } = props;
  const examples = examplesOf(operation);
  const current = state.example === undefined ? '' : `${state.status ?? ''} ${state.example}`;
  const options = examples.map(({ status, name }) => ({ value: `${status} ${name}`, title: `${status} ${name}` }));
  const known = options.some(({ value }) => value === current);
  const unknown = current === '' || known ? [] : [{ value: current, title: current.trim() }];
  return (
    <Select
      label={`Example of ${operation.id}`}
      value={current}
      options={[{ value: '', title: 'first example' }, ...unknown, ...options]}
      onChange={(value) => {
        const chosen = examples.find(({ status, name }) => `${status} ${name}` === value);
        onChange(
          chosen === undefined ? { mode: 'example' } : { mode: 'example', example: chosen.name, status: chosen.status },
        );
      }}
    />
  );
}

function StatusOption(props: MockSwitchProps & { readonly state: StateOf<'generated'> }): JSX.Element {
  const { operation, state, onChange } = props;
  return (
    <Select
      label={`Status of ${operation.id}`}
      value={state.status ?? ''}
      options={[
        { value: '', title: 'first success' },
        ...operation.responses.map(({ status }) => ({ value: status, title: status })),
      ]}
      onChange={(status) => onChange(status === '' ? { mode: 'generated' } : { mode: 'generated', status })}
    />
  );
}

function ChaosOptions(props: {
  readonly state: StateOf<'chaos'>;
  readonly onChange: (state: MockState) => void;
  readonly id: string;
}): JSX.Element {
  const { state, onChange, id } = props;
  return (
    <>
      <NumberOption
        label={`Delay of ${id}`}
        unit="ms"
        value={state.delayMilliseconds}
        maximum={60_000}
        onChange={(delayMilliseconds) => onChange({ ...state, delayMilliseconds })}
      />
      <NumberOption
        label={`Share of failures of ${id}`}
        unit="% fail"
        value={Math.round(state.failShare * 100)}
        maximum={100}
        onChange={(share) => onChange({ ...state, failShare: share / 100 })}
      />
      <NumberOption
        label={`Status of failures of ${id}`}
        unit="status"
        value={state.status}
        minimum={400}
        maximum={599}
        onChange={(status) => onChange({ ...state, status })}
      />
    </>
  );
}

function NumberOption(props: {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly minimum?: number;
  readonly maximum: number;
  readonly onChange: (value: number) => void;
}): JSX.Element {
  const { label, unit, value, minimum = 0, maximum, onChange } = props;
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  function take(): void {
    const next = Number(typed);
    if (Number.isInteger(next) && next >= minimum && next <= maximum && next !== value) onChange(next);
    else setTyped(String(value));
  }
  return (
    <span class="mock-number">
      <input
        class="input"
        type="number"
        aria-label={label}
        min={minimum}
        max={maximum}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      <span class="note">{unit}</span>
    </span>
  );
}
