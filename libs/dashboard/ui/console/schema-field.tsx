import type { ComponentChildren, JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { classNames } from '../parts/class-names.ts';
import { ArrayField } from './array-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { FileField } from './file-field.tsx';
import { isRecord } from './flat-schema.ts';
import {
  type ControlProps,
  type FieldProps,
  type FormContext,
  type FormFields,
  FormSurroundings,
  useForm,
} from './form-context.ts';
import { describeField, type FormField } from './form-model.ts';
import { initialValue } from './form-value.ts';
import { JsonField } from './json-field.tsx';
import { ObjectField } from './object-field.tsx';
import { BooleanField, ConstantField, EnumField, NumberField, TextField } from './scalar-fields.tsx';

/** What fields of one place of a request share. */
export function Form(props: Omit<FormContext, 'fields'> & { readonly children: ComponentChildren }): JSX.Element {
  const { children, bundle, place, problems } = props;
  const form = useMemo(() => ({ bundle, place, problems, fields }), [bundle, place, problems]);
  return <FormSurroundings value={form}>{children}</FormSurroundings>;
}

/** A value by its schema, with its name, what it has to obey, and what is wrong with it. */
export function SchemaField(props: FieldProps): JSX.Element {
  const { schema, value, pointer, label, required, onChange } = props;
  const { bundle, place, problems } = useForm();
  const field = useMemo(() => describeField(schema, bundle), [schema, bundle]);
  const id = useId();
  const wrong = problems.get(`${place}${pointer}`) ?? [];
  const isGroup = field.kind === 'object' || field.kind === 'array' || field.kind === 'choice';
  const absent = value === undefined;
  if (absent && isGroup && !required && wrong.length === 0) {
    return <AbsentGroup {...props} onAdd={() => onChange(initialValue(schema, bundle) ?? emptyOf(field))} />;
  }
  return (
    <div
      class={classNames('form-field', isGroup && 'group', absent && 'absent', wrong.length > 0 && 'invalid')}
      data-pointer={`${place}${pointer}`}
      role={isGroup ? 'group' : undefined}
      aria-labelledby={isGroup ? `${id}-label` : undefined}
    >
      <div class="form-label">
        <FieldLabel
          id={id}
          isGroup={isGroup}
          label={label}
          required={required}
          deprecated={props.deprecated === true || field.deprecated}
        />
        <Constraints field={field} />
        <span class="form-actions">
          {field.nullable && value !== null && (
            <button type="button" class="form-action" onClick={() => onChange(null)}>
              null
            </button>
          )}
          {!absent && !required && (
            <button
              type="button"
              class="form-action"
              aria-label={`Do not send ${label}`}
              title="Do not send"
              onClick={() => onChange(undefined)}
            >
              ✕
            </button>
          )}
        </span>
      </div>
      <Control {...props} field={field} id={id} />
      {wrong.map((text) => (
        <p key={text} class="form-problem">
          {text}
        </p>
      ))}
      <Description text={props.description ?? field.description} />
    </div>
  );
}

function FieldLabel(props: {
  readonly id: string;
  readonly isGroup: boolean;
  readonly label: string;
  readonly required: boolean;
  readonly deprecated: boolean;
}): JSX.Element {
  const { id, isGroup, label, required, deprecated } = props;
  const content = (
    <>
      <span class={deprecated ? 'form-name deprecated' : 'form-name'}>{label}</span>
      {required && (
        <span class="form-required" title="required">
          *<span class="reader-only"> required</span>
        </span>
      )}
    </>
  );
  return isGroup ? (
    <span id={`${id}-label`}>{content}</span>
  ) : (
    <label id={`${id}-label`} for={id}>
      {content}
    </label>
  );
}

function Constraints({ field }: { readonly field: FormField }): JSX.Element {
  const type = typeInWords(field);
  const words = [type, ...field.constraints].filter(Boolean).join(', ');
  return (
    <span class="form-constraints note" title={words}>
      {words}
      {field.readOnly && <Badge title="The service sets it">read only</Badge>}
    </span>
  );
}

function typeInWords(field: FormField): string {
  switch (field.kind) {
    case 'number':
      return field.integer ? 'integer' : 'number';
    case 'array':
      return 'list';
    case 'json':
      return 'JSON';
    case 'text':
      return field.format === undefined ? 'text' : '';
    case 'choice':
      return 'one of';
    case 'enum':
    case 'constant':
    case 'object':
      return '';
    default:
      return field.kind;
  }
}

function Description({ text }: { readonly text: string | undefined }): JSX.Element | null {
  return text === undefined || text === '' ? null : <p class="form-description note">{text}</p>;
}

function AbsentGroup(props: FieldProps & { readonly onAdd: () => void }): JSX.Element {
  const { label, onAdd, pointer, description } = props;
  const { place } = useForm();
  return (
    <div class="form-field absent-group" data-pointer={`${place}${pointer}`} title={description}>
      <Button kind="quiet" icon="plus" onClick={onAdd}>
        {label}
      </Button>
    </div>
  );
}

function emptyOf(field: FormField): unknown {
  return field.kind === 'array' ? [] : {};
}

function Control(props: ControlProps): JSX.Element {
  const { field, value, onChange, schema } = props;
  const { bundle } = useForm();
  if (value === null && field.kind !== 'constant')
    return <NullValue onChange={() => onChange(initialValue(schema, bundle))} />;
  if (!fits(field, value)) return <JsonField {...props} />;
  switch (field.kind) {
    case 'object':
      return <ObjectField {...props} field={field} />;
    case 'array':
      return <ArrayField {...props} field={field} />;
    case 'choice':
      return <ChoiceField {...props} field={field} />;
    case 'enum':
      return <EnumField {...props} field={field} />;
    case 'boolean':
      return <BooleanField {...props} />;
    case 'number':
      return <NumberField {...props} />;
    case 'constant':
      return <ConstantField {...props} field={field} />;
    case 'file':
      return <FileField {...props} />;
    case 'text':
      return <TextField {...props} field={field} />;
    case 'json':
      return <JsonField {...props} />;
  }
}

/** The form can show the value; what it cannot is shown as JSON, never changed behind one's back. */
function fits(field: FormField, value: unknown): boolean {
  if (value === undefined) return true;
  switch (field.kind) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'file':
      return typeof value === 'string' || (isRecord(value) && '$base64' in value);
    default:
      return true;
  }
}

function NullValue({ onChange }: { readonly onChange: () => void }): JSX.Element {
  return (
    <p class="form-null">
      <code>null</code>
      <Button kind="quiet" onClick={onChange}>
        Give it a value
      </Button>
    </p>
  );
}

/** A value without name and frame: an item, an option of a choice, a whole body. */
export function BareField(props: FieldProps): JSX.Element {
  const { bundle, place, problems } = useForm();
  const field = useMemo(() => describeField(props.schema, bundle), [props.schema, bundle]);
  const id = useId();
  const wrong = problems.get(`${place}${props.pointer}`) ?? [];
  const isGroup = field.kind === 'object' || field.kind === 'array' || field.kind === 'choice';
  return (
    <div class="form-bare" data-pointer={`${place}${props.pointer}`}>
      {!isGroup && (
        <label class="reader-only" for={id}>
          {props.label}
        </label>
      )}
      <Control {...props} field={field} id={id} />
      {wrong.map((text) => (
        <p key={text} class="form-problem">
          {text}
        </p>
      ))}
    </div>
  );
}

const fields: FormFields = { Named: SchemaField, Bare: BareField };
