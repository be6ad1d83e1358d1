import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** One key (`e`), a named one (`Escape`), or two after each other (`g t`). `mod+k` is ⌘K, and Ctrl+K elsewhere. */
export interface KeyBinding {
  readonly keys: string;
  /** What it does, as the help says it. */
  readonly title: string;
  readonly run: () => void;
  /** Also while something is typed into a field. */
  readonly whileTyping?: boolean;
}

interface Layer {
  readonly group: string;
  readonly bindings: () => readonly KeyBinding[];
}

const layers = signal<readonly Layer[]>([]);
let first: { readonly key: string; readonly at: number } | undefined;

/** Keys that work while a component is shown; of two for the same key the one that came later counts. */
export function useKeys(group: string, bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  // As soon as the component is there: a key may follow at once.
  useLayoutEffect(() => {
    const layer: Layer = { group, bindings: () => latest.current };
    layers.value = [...layers.peek(), layer];
    return () => {
      layers.value = layers.peek().filter((one) => one !== layer);
    };
  }, [group]);
}

/** What works now, for the help. */
export function activeKeys(): readonly { readonly group: string; readonly bindings: readonly KeyBinding[] }[] {
  return layers.value.map(({ group, bindings }) => ({ group, bindings: bindings() }));
}

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const binding = findBinding(event);
    if (binding === undefined) return;
    event.preventDefault();
    binding.run();
  });
}

function findBinding(event: KeyboardEvent): KeyBinding | undefined {
  const key = nameOf(event);
  if (key === undefined) return undefined;
  const pair = first !== undefined && event.timeStamp - first.at < 1000 ? `${first.key} ${key}` : undefined;
  const typing = isTyping(event.target);
  const inDialog = document.querySelector('dialog[open]') !== null;
  const usable = layers
    .peek()
    .flatMap(({ bindings }) => bindings())
    .filter(({ whileTyping }) => whileTyping === true || (!typing && !inDialog));
  first = { key, at: event.timeStamp };
  const found =
    (pair !== undefined && usable.findLast(({ keys }) => keys === pair)) || usable.findLast(({ keys }) => keys === key);
  if (found) first = undefined;
  return found || undefined;
}

function nameOf({ key, metaKey, ctrlKey, altKey }: KeyboardEvent): string | undefined {
  if (altKey) return undefined;
  return metaKey || ctrlKey ? `mod+${key.toLowerCase()}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
