import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { type ControlProps, useForm } from './form-context.ts';
import { describeField, type FormField } from './form-model.ts';
import { initialValue, moveItem } from './form-value.ts';

type ArrayShape = Extract<FormField, { readonly kind: 'array' }>;

/** Items one below the other: added, removed, moved. */
export function ArrayField(props: ControlProps & { readonly field: ArrayShape }): JSX.Element {
  const { field, value, onChange, pointer, label } = props;
  const { bundle, fields } = useForm();
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const keys = useItemKeys(items.length);
  const schemaAt = (index: number): ArrayShape['items'] => field.prefix[index] ?? field.items;
  const next = schemaAt(items.length);
  return (
    <div class="form-array">
      {items.map((item, index) => (
        <div key={keys.at(index)} class="form-item">
          <span class="form-index note number">{index}</span>
          <fields.Bare
            label={`${label} ${index}`}
            schema={schemaAt(index) ?? true}
            required
            value={item}
            pointer={`${pointer}/${index}`}
            onChange={(changed) => onChange(items.with(index, changed ?? null))}
          />
          <span class="form-item-actions">
            <ItemAction
              title={`Move ${label} ${index} up`}
              mark="↑"
              disabled={index === 0}
              onClick={() => {
                keys.move(index, index - 1);
                onChange(moveItem(items, index, index - 1));
              }}
            />
            <ItemAction
              title={`Move ${label} ${index} down`}
              mark="↓"
              disabled={index === items.length - 1}
              onClick={() => {
                keys.move(index, index + 1);
                onChange(moveItem(items, index, index + 1));
              }}
            />
            <ItemAction
              title={`Remove ${label} ${index}`}
              mark="✕"
              onClick={() => {
                keys.remove(index);
                onChange(items.toSpliced(index, 1));
              }}
            />
          </span>
        </div>
      ))}
      {next !== undefined && (
        <Button
          kind="quiet"
          icon="plus"
          onClick={() => onChange([...items, initialValue(next, bundle) ?? startOf(describeField(next, bundle))])}
        >
          {items.length === 0 ? `Add to ${label}` : 'Add one more'}
        </Button>
      )}
    </div>
  );
}

/** Something to type into: an item cannot be absent. */
function startOf({ kind }: FormField): unknown {
  return kind === 'number' ? 0 : kind === 'json' ? null : '';
}

function ItemAction(props: {
  readonly title: string;
  readonly mark: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="form-action"
      aria-label={props.title}
      title={props.title}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.mark}
    </button>
  );
}

interface ItemKeys {
  at(index: number): number;
  move(from: number, to: number): void;
  remove(index: number): void;
}

/** Items have no names of their own; keys that move with them keep what is open and half typed where it belongs. */
function useItemKeys(count: number): ItemKeys {
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < count) {
    last.current += 1;
    keys.current.push(last.current);
  }
  keys.current.length = count;
  return {
    at: (index) => keys.current[index] ?? index,
    move: (from, to) => {
      const [key] = keys.current.splice(from, 1);
      if (key !== undefined) keys.current.splice(to, 0, key);
    },
    remove: (index) => void keys.current.splice(index, 1),
  };
}
