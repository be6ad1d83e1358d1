import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Tone } from './badge.tsx';
import { classNames } from './class-names.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: Tone;
}

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** Says something for some seconds, at the edge of the page. */
export function toast(text: string, tone: Tone = 'neutral'): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }];
  setTimeout(
    () => {
      toasts.value = toasts.value.filter((one) => one.id !== id);
    },
    tone === 'bad' ? 8000 : 3000,
  );
}

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, tone }) => (
        <p key={id} class={classNames('toast', tone)}>
          {text}
        </p>
      ))}
    </div>
  );
}
