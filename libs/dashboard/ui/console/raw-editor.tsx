import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { CallViolation } from '../../src/api/console.ts';
import { Button } from '../parts/button.tsx';
import { parseJsonText } from './json-text.ts';

/** Text as it is typed; of JSON it says where the first mistake is, and where the contract is broken. */
export function RawEditor(props: {
  readonly text: string;
  readonly isJson: boolean;
  readonly label: string;
  readonly violations: readonly CallViolation[];
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const { text, isJson, label, violations, onChange } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const parsed = useMemo(() => (isJson && text.trim() !== '' ? parseJsonText(text) : undefined), [text, isJson]);
  const problem = parsed !== undefined && 'problem' in parsed ? parsed.problem : undefined;
  const places = parsed !== undefined && 'places' in parsed ? parsed.places : undefined;
  function select(start: number, end: number): void {
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
    const line = text.slice(0, start).split('\n').length;
    if (area.current !== null) area.current.scrollTop = Math.max(0, line - 4) * 18;
  }
  return (
    <div class="raw-editor" data-pointer="body">
      <textarea
        ref={area}
        class="textarea raw-text"
        aria-label={label}
        aria-invalid={problem !== undefined}
        spellcheck={false}
        rows={Math.min(28, Math.max(8, text.split('\n').length + 1))}
        value={text}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {problem && (
        <p class="form-problem" role="status">
          {`Line ${problem.line}, column ${problem.column} (offset ${problem.offset}): ${problem.message}`}{' '}
          <button type="button" class="text-button" onClick={() => select(problem.offset, problem.offset + 1)}>
            Go there
          </button>
        </p>
      )}
      {places !== undefined && violations.length > 0 && (
        <ul class="raw-violations">
          {violations.map(({ pointer, detail, keyword }) => {
            const place = places.get(pointer);
            return (
              <li key={`${pointer} ${keyword}`} class="form-problem">
                {`${pointer || 'body'}: ${detail}`}{' '}
                {place && (
                  <button type="button" class="text-button" onClick={() => select(place.start, place.end)}>
                    Go there
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {isJson && places !== undefined && (
        <Button kind="quiet" onClick={() => onChange(reformat(text))}>
          Format
        </Button>
      )}
    </div>
  );
}

/** With two spaces; text whose numbers would suffer stays as it is. */
function reformat(text: string): string {
  const parsed = parseJsonText(text);
  return 'value' in parsed && !parsed.lossy ? JSON.stringify(parsed.value, undefined, 2) : text;
}
