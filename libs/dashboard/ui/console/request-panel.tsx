import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { CallViolation } from '../../src/api/console.ts';
import type { OperationInfo, ParameterInfo, SchemaBundle, SecuritySchemeInfo } from '../../src/api/services.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { Authentication } from './authentication.tsx';
import { BodyEditor } from './body-editor.tsx';
import { chosenExample } from './chosen-example.ts';
import { type Draft, type HeaderDraft, parameterKey } from './draft.ts';
import { problemsByPointer } from './form-context.ts';
import { pointerOf } from './form-value.ts';
import { Form, SchemaField } from './schema-field.tsx';
import type { Profiles } from './session.ts';

export interface RequestPanelProps {
  readonly operation: OperationInfo;
  readonly bundle: SchemaBundle;
  readonly schemes: readonly SecuritySchemeInfo[];
  readonly profiles: Signal<Profiles>;
  readonly draft: Draft;
  readonly violations: readonly CallViolation[];
  readonly onChange: (draft: Draft) => void;
}

const places: readonly (readonly [place: ParameterInfo['in'], title: string])[] = [
  ['path', 'Path'],
  ['query', 'Query'],
  ['querystring', 'Query string'],
  ['header', 'Headers'],
  ['cookie', 'Cookies'],
];

/** Everything that makes the request. */
export function RequestPanel(props: RequestPanelProps): JSX.Element {
  const { operation, bundle, draft, violations, onChange } = props;
  return (
    <div class="console-form">
      {operation.parameters.length > 0 && <Parameters {...props} />}
      <BodyEditor
        operation={operation}
        bundle={bundle}
        body={draft.body}
        violations={violations.filter((violation) => violation.in === 'body')}
        onChange={(body) => onChange({ ...draft, body })}
      />
      <Authentication
        operation={operation}
        schemes={props.schemes}
        profiles={props.profiles}
        alternative={draft.alternative}
        onAlternative={(alternative) => onChange({ ...draft, alternative })}
      />
      <Headers headers={draft.headers} onChange={(headers) => onChange({ ...draft, headers })} />
    </div>
  );
}

function Parameters(props: RequestPanelProps): JSX.Element {
  const { operation, bundle, draft, violations, onChange } = props;
  const problems = problemsByPointer(violations);
  return (
    <Panel title="Parameters" class="console-parameters">
      {places.map(([place, title]) => {
        const own = operation.parameters.filter((parameter) => parameter.in === place);
        if (own.length === 0) return null;
        return (
          <fieldset key={place} class="console-place">
            <legend>{title}</legend>
            <Form bundle={bundle} place={place} problems={problems}>
              {own.map((parameter) => (
                <Parameter
                  key={parameter.name}
                  parameter={parameter}
                  value={draft.parameters[parameterKey(parameter)]}
                  onChange={(value) =>
                    onChange({ ...draft, parameters: { ...draft.parameters, [parameterKey(parameter)]: value } })
                  }
                />
              ))}
            </Form>
          </fieldset>
        );
      })}
    </Panel>
  );
}

function Parameter(props: {
  readonly parameter: ParameterInfo;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}): JSX.Element {
  const { parameter, value, onChange } = props;
  const { name, schema, required, deprecated, description, examples } = parameter;
  return (
    <div class="console-parameter">
      <SchemaField
        label={name}
        schema={schema}
        required={required}
        deprecated={deprecated}
        description={description}
        value={value}
        pointer={pointerOf([name])}
        onChange={onChange}
      />
      {examples.length > 1 && (
        <Select
          label={`Example of ${name}`}
          value={chosenExample(examples, value)}
          options={[
            { value: '', title: 'Example' },
            ...examples.map((example, index) => ({ value: String(index), title: example.summary ?? example.name })),
          ]}
          onChange={(index) => {
            if (index !== '') onChange(examples[Number(index)]?.value);
          }}
        />
      )}
    </div>
  );
}

const offered = [
  'Prefer',
  'Accept',
  'Accept-Language',
  'If-None-Match',
  'If-Match',
  'Idempotency-Key',
  'Last-Event-ID',
];

function Headers(props: {
  readonly headers: readonly HeaderDraft[];
  readonly onChange: (headers: readonly HeaderDraft[]) => void;
}): JSX.Element {
  const { headers, onChange } = props;
  const set = (index: number, change: Partial<HeaderDraft>): void =>
    onChange(headers.map((header, at) => (at === index ? { ...header, ...change } : header)));
  return (
    <Panel
      title="Further headers"
      class={headers.length === 0 ? 'console-headers empty-panel' : 'console-headers'}
      actions={
        <Button kind="quiet" icon="plus" onClick={() => onChange([...headers, { name: '', value: '' }])}>
          Header
        </Button>
      }
    >
      <datalist id="header-names">
        {offered.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {headers.map((header, index) => (
        <div key={index} class="form-line">
          <input
            class="input"
            list="header-names"
            aria-label={`Name of header ${index + 1}`}
            placeholder="Prefer"
            value={header.name}
            onInput={({ currentTarget }) => set(index, { name: currentTarget.value })}
          />
          <input
            class="input"
            aria-label={`Value of header ${index + 1}`}
            placeholder="code=404"
            value={header.value}
            onInput={({ currentTarget }) => set(index, { value: currentTarget.value })}
          />
          <Button
            kind="quiet"
            icon="close"
            label={`Remove header ${index + 1}`}
            onClick={() => onChange(headers.toSpliced(index, 1))}
          />
        </div>
      ))}
    </Panel>
  );
}
