import { type ComponentType, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CallViolation } from '../../src/api/console.ts';
import type { JsonSchema, SchemaBundle } from '../../src/api/services.ts';
import type { FormField } from './form-model.ts';

/** What every field of a form knows. */
export interface FormContext {
  readonly bundle: SchemaBundle;
  readonly place: CallViolation['in'];
  /** What the last check said, by `body/pets/0/name`. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** Fields hold fields: they get them from here. */
  readonly fields: FormFields;
}

export interface FormFields {
  /** With its name, what it has to obey, and what is wrong with it. */
  readonly Named: ComponentType<FieldProps>;
  /** An item, an option of a choice, a whole body. */
  readonly Bare: ComponentType<FieldProps>;
}

export const FormSurroundings = createContext<FormContext | undefined>(undefined);

/** What `FormSurroundings` holds; fields are nowhere without them. */
export function useForm(): FormContext {
  const form = useContext(FormSurroundings);
  if (form === undefined) throw new TypeError('A field stands within a form');
  return form;
}

export interface ControlProps extends FieldProps {
  readonly field: FormField;
  /** Of the element that the label names. */
  readonly id: string;
}

export interface FieldProps {
  readonly schema: JsonSchema;
  /** Undefined: it is not sent. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** JSON pointer within the place. */
  readonly pointer: string;
  readonly label: string;
  readonly required: boolean;
  readonly deprecated?: boolean;
  readonly description?: string | undefined;
}

export function problemsByPointer(violations: readonly CallViolation[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { in: place, pointer, detail } of violations) {
    const key = `${place}${pointer}`;
    found.set(key, [...(found.get(key) ?? []), detail]);
  }
  return found;
}

/** Brings the focus to the field of a violation, or to the nearest one around it. False: there is none. */
export function focusPointer(place: string, pointer: string): boolean {
  let key = `${place}${pointer}`;
  for (;;) {
    const frame = document.querySelector(`[data-pointer="${CSS.escape(key)}"]`);
    const control = frame?.querySelector<HTMLElement>('input, select, textarea, button') ?? null;
    if (control !== null) {
      control.scrollIntoView({ block: 'center' });
      control.focus();
      return true;
    }
    const slash = key.lastIndexOf('/');
    if (slash < 0) return false;
    key = key.slice(0, slash);
  }
}
