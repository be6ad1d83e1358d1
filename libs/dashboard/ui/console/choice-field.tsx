import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Select } from '../parts/field.tsx';
import { type ControlProps, useForm } from './form-context.ts';
import type { FormField } from './form-model.ts';
import { chooseOption, matchOption } from './form-value.ts';

type ChoiceShape = Extract<FormField, { readonly kind: 'choice' }>;

/** One of several schemas; which one the value says, until somebody chooses. */
export function ChoiceField(props: ControlProps & { readonly field: ChoiceShape }): JSX.Element {
  const { field, value, onChange, pointer, label } = props;
  const { bundle, fields } = useForm();
  const [chosen, setChosen] = useState<number>();
  const matched = matchOption(field, value, bundle);
  // A discriminator decides; without one the choice stands while the value is between two options.
  const index = field.discriminator === undefined ? (chosen ?? matched) : matched;
  const option = field.options[index];
  return (
    <div class="form-choice">
      <Select
        label={`Kind of ${label}`}
        value={String(index)}
        options={field.options.map((one, at) => ({ value: String(at), title: one.label }))}
        onChange={(next) => {
          setChosen(Number(next));
          onChange(chooseOption(field, { index: Number(next), value }, bundle));
        }}
      />
      {option !== undefined && (
        <fields.Bare
          key={index}
          label={label}
          schema={option.schema}
          required
          value={value}
          pointer={pointer}
          onChange={onChange}
        />
      )}
    </div>
  );
}
