import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { formatCount } from '../format/format.ts';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
}

/** Tabs by WAI-ARIA's pattern: arrows move, the tab in focus is selected. `children` is the content of the selected one. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { label, tabs, selected, onSelect, children } = props;
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  return (
    <div class="tabs">
      <div
        class="tab-list"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          const at = tabs.findIndex(({ id }) => id === selected);
          const next = (at + step + tabs.length) % tabs.length;
          onSelect(tabs[next]?.id ?? selected);
          (list.current?.children[next] as HTMLElement | undefined)?.focus();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${name}-${tab.id}`}
            class="tab"
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `${name}-panel` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.title}
            {tab.count !== undefined && <span class="tab-count">{formatCount(tab.count)}</span>}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${selected}`}>
        {children}
      </div>
    </div>
  );
}
