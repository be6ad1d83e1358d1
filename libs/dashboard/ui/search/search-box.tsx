import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { type FilterName, type Suggestion, suggest } from './suggest.ts';

export interface SearchBoxProps {
  readonly label: string;
  readonly placeholder?: string;
  /** As it is in the query of the page. */
  readonly value: string;
  /** Called some time after the last key. */
  readonly onChange: (value: string) => void;
  /** Filters that exist, with values to offer. */
  readonly names?: readonly FilterName[];
}

const patience = 250;

/** Text and `name:value` filters in one box, with names and values offered. `/` brings the focus here. */
export function SearchBox({ label, placeholder, value, onChange, names = [] }: SearchBoxProps): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useMemo(() => (open ? suggest(typed, names) : []), [open, typed, names]);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);

  function change(next: string, delay = patience): void {
    setTyped(next);
    setActive(-1);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onChange(next.trim());
    }, delay);
  }
  function take(suggestion: Suggestion): void {
    change(suggestion.typed, suggestion.open ? patience : 0);
    setOpen(suggestion.open);
    input.current?.focus();
  }
  function press(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = suggestions[active];
    if (step !== 0 && open && suggestions.length > 0)
      setActive((active + step + suggestions.length) % suggestions.length);
    else if (event.key === 'Enter' && chosen !== undefined) take(chosen);
    else if (event.key === 'Enter') {
      change(typed, 0);
      setOpen(false);
    } else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <search class="search-box">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        class="search-input"
        data-search
        role="combobox"
        aria-label={label}
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => {
          change(currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      {typed !== '' && (
        <button type="button" class="search-clear" aria-label="Clear the search" onClick={() => change('', 0)}>
          <Icon name="close" />
        </button>
      )}
      <div class="search-list" id={`${id}-list`} role="listbox" aria-label="Filters" hidden={suggestions.length === 0}>
        {suggestions.map((suggestion, index) => (
          <div
            key={suggestion.title}
            id={`${id}-${index}`}
            role="option"
            class="search-option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
          >
            {suggestion.title}
          </div>
        ))}
      </div>
    </search>
  );
}
