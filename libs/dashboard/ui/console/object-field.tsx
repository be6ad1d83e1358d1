import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonSchema } from '../../src/api/services.ts';
import { Button } from '../parts/button.tsx';
import { isRecord } from './flat-schema.ts';
import { type ControlProps, useForm } from './form-context.ts';
import type { FormField } from './form-model.ts';
import { pointerOf, renameProperty, withProperty } from './form-value.ts';

type ObjectShape = Extract<FormField, { readonly kind: 'object' }>;

/** Its properties by name, then those that a map holds. */
export function ObjectField(props: ControlProps & { readonly field: ObjectShape }): JSX.Element {
  const { field, value, onChange, pointer } = props;
  const { fields } = useForm();
  const members = isRecord(value) ? value : {};
  const named = new Set(field.properties.map(({ name }) => name));
  const others = Object.keys(members).filter((name) => !named.has(name));
  const set = (name: string, member: unknown): void => onChange(withProperty(value, name, member));
  return (
    <div class="form-object">
      {field.properties.map(({ name, required, schema }) => (
        <fields.Named
          key={name}
          label={name}
          schema={schema}
          required={required}
          value={members[name]}
          pointer={`${pointer}${pointerOf([name])}`}
          onChange={(member) => set(name, member)}
        />
      ))}
      {others.map((name) => (
        <MapMember
          key={name}
          name={name}
          schema={field.additional ?? true}
          known={field.additional !== undefined}
          value={members[name]}
          pointer={`${pointer}${pointerOf([name])}`}
          onChange={(member) => set(name, member)}
          onRename={(next) => onChange(renameProperty(members, name, next))}
        />
      ))}
      {field.additional !== undefined && (
        <AddMember taken={members} onAdd={(name) => set(name, startOf(field.additional))} />
      )}
      {field.properties.length === 0 && others.length === 0 && field.additional === undefined && (
        <p class="note">No properties</p>
      )}
    </div>
  );
}

/** A map's new member has to be there to be seen; what it is, its field says. */
function startOf(schema: JsonSchema | undefined): unknown {
  const type = isRecord(schema) ? schema.type : undefined;
  if (type === 'object') return {};
  if (type === 'array') return [];
  if (type === 'boolean') return false;
  return type === 'integer' || type === 'number' ? 0 : '';
}

function MapMember(props: {
  readonly name: string;
  readonly schema: JsonSchema;
  /** The schema allows such members. */
  readonly known: boolean;
  readonly value: unknown;
  readonly pointer: string;
  readonly onChange: (value: unknown) => void;
  readonly onRename: (name: string) => void;
}): JSX.Element {
  const { name, schema, known, value, pointer, onChange, onRename } = props;
  const { fields } = useForm();
  return (
    <div class="form-member">
      <input
        class="input form-key"
        aria-label={`Name of ${name}`}
        value={name}
        spellcheck={false}
        onChange={({ currentTarget }) => onRename(currentTarget.value)}
      />
      <fields.Named
        label={name}
        schema={schema}
        required={false}
        value={value}
        pointer={pointer}
        onChange={onChange}
        description={known ? undefined : 'The schema knows no such property'}
      />
    </div>
  );
}

function AddMember(props: { readonly taken: object; readonly onAdd: (name: string) => void }): JSX.Element {
  const [name, setName] = useState('');
  const free = name !== '' && !(name in props.taken);
  function add(): void {
    if (!free) return;
    props.onAdd(name);
    setName('');
  }
  return (
    <div class="form-line form-add">
      <input
        class="input form-key"
        aria-label="Name of a new property"
        placeholder="new property"
        value={name}
        spellcheck={false}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          add();
        }}
      />
      <Button kind="quiet" icon="plus" disabled={!free} onClick={add}>
        Add
      </Button>
    </div>
  );
}
