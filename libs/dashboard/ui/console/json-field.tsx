import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ControlProps } from './form-context.ts';
import { type ParsedJson, parseJsonText } from './json-text.ts';

/** Any JSON, typed. What is no JSON yet stays in the field and is said. */
export function JsonField({ id, value, onChange, label }: ControlProps): JSX.Element {
  const [text, setText] = useState(() => write(value));
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setText(write(value));
    sent.current = value;
  }, [value]);
  const parsed = text.trim() === '' ? undefined : parseJsonText(text);
  const problem = parsed && problemOf(parsed);
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
          if (next !== undefined && (!('value' in next) || next.lossy)) return;
          sent.current = next?.value;
          onChange(next?.value);
        }}
      />
      {problem && <p class="form-problem">{problem}</p>}
    </>
  );
}

function problemOf(parsed: ParsedJson): string | undefined {
  if ('value' in parsed) return parsed.lossy ? 'A page cannot hold a number of it, which is not taken' : undefined;
  const { line, column, message } = parsed.problem;
  return `Line ${line}, column ${column}: ${message}`;
}

function write(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2);
}
