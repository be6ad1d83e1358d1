import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Select } from '../parts/field.tsx';
import type { ControlProps } from './form-context.ts';
import type { FormField } from './form-model.ts';
import { labelOf } from './form-model.ts';
import { numberOf } from './form-value.ts';
import { helperOf, inputModeOf } from './format-helpers.ts';

type FieldOf<Kind extends FormField['kind']> = Extract<FormField, { readonly kind: Kind }>;
const NOT_SENT = 'not sent';

export function TextField(props: ControlProps & { readonly field: FieldOf<'text'> }): JSX.Element {
  const { field, id, value, onChange, required } = props;
  const list = useId();
  const helper = helperOf(field.format);
  const text = typeof value === 'string' ? value : '';
  const shared = {
    id,
    value: text,
    placeholder: value === undefined ? placeholderOf(field, required) : value === '' ? 'empty text' : undefined,
    spellcheck: false,
    autocomplete: 'off',
  };
  if (field.long) {
    return (
      <textarea {...shared} class="textarea" rows={3} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
    );
  }
  const offers = field.examples.filter((example): example is string => typeof example === 'string');
  return (
    <div class="form-line">
      <input
        {...shared}
        class="input"
        {...(field.secret
          ? ({ type: 'password' } as const)
          : ({ type: 'text', inputMode: inputModeOf(field.format), list } as const))}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {offers.length > 0 && (
        <datalist id={list}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      {helper && (
        <button type="button" class="form-helper" onClick={() => onChange(helper.make())}>
          {helper.title}
        </button>
      )}
    </div>
  );
}

function placeholderOf(field: FormField, required: boolean): string {
  if (field.default !== undefined) return `default ${labelOf(field.default)}`;
  return required ? '' : NOT_SENT;
}

/** Keeps the text as it is typed: `1.` is on its way to `1.5`. */
export function NumberField({ field, id, value, onChange, required }: ControlProps): JSX.Element {
  const [typed, setTyped] = useState(textOf(value));
  useEffect(() => {
    setTyped((before) => (numberOf(before) === value ? before : textOf(value)));
  }, [value]);
  return (
    <input
      id={id}
      class="input form-number"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      placeholder={placeholderOf(field, required)}
      value={typed}
      onInput={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(numberOf(currentTarget.value));
      }}
    />
  );
}

function textOf(value: unknown): string {
  return value === undefined ? '' : String(value);
}

export function BooleanField({ id, value, onChange, required, field }: ControlProps): JSX.Element {
  const absent = value === undefined;
  return (
    <Select
      ids={{ id }}
      value={absent ? '' : String(value)}
      options={[
        ...(absent || !required ? [{ value: '', title: required ? 'choose' : placeholderOf(field, required) }] : []),
        { value: 'true', title: 'true' },
        { value: 'false', title: 'false' },
      ]}
      onChange={(chosen) => onChange(chosen === '' ? undefined : chosen === 'true')}
    />
  );
}

export function EnumField(props: ControlProps & { readonly field: FieldOf<'enum'> }): JSX.Element {
  const { field, id, value, onChange, required } = props;
  const at = field.options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
  const absent = value === undefined;
  const foreign = at < 0 && !absent;
  return (
    <Select
      ids={{ id }}
      value={absent ? '' : foreign ? 'foreign' : String(at)}
      options={[
        ...(absent || !required ? [{ value: '', title: required ? 'choose' : placeholderOf(field, required) }] : []),
        ...(foreign ? [{ value: 'foreign', title: `${labelOf(value)} (not among them)` }] : []),
        ...field.options.map(({ label }, index) => ({ value: String(index), title: label })),
      ]}
      onChange={(chosen) => onChange(chosen === '' ? undefined : field.options[Number(chosen)]?.value)}
    />
  );
}

export function ConstantField(props: ControlProps & { readonly field: FieldOf<'constant'> }): JSX.Element {
  const { field, id, value, onChange } = props;
  return (
    <div class="form-line">
      <input
        id={id}
        type="checkbox"
        checked={value !== undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? field.value : undefined)}
      />
      <code>{labelOf(value ?? field.value)}</code>
    </div>
  );
}
