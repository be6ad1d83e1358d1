import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ControlProps } from './form-context.ts';
import { parseJsonText } from './json-text.ts';

/** Any JSON, typed. What is no JSON yet stays in the field and is said. */
export function JsonField({ id, value, onChange, label }: ControlProps): JSX.Element {
  const [text, setText] = useState(() => write(value));
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setText(write(value));
    sent.current = value;
  }, [value]);
  const parsed = text.trim() === '' ? undefined : parseJsonText(text);
  const problem = parsed !== undefined && 'problem' in parsed ? parsed.problem : undefined;
  return (
    <>
      <textarea
        id={id}
        class="textarea"
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        spellcheck={false}
        aria-label={label}
        aria-invalid={problem !== undefined}
        placeholder="JSON"
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          const next = currentTarget.value.trim() === '' ? undefined : parseJsonText(currentTarget.value);
          if (next !== undefined && 'problem' in next) return;
          sent.current = next?.value;
          onChange(next?.value);
        }}
      />
      {problem && <p class="form-problem">{`Line ${problem.line}, column ${problem.column}: ${problem.message}`}</p>}
    </>
  );
}

function write(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2);
}
