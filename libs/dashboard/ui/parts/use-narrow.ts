import { signal } from '@preact/signals';

const phone = window.matchMedia('(max-width: 640px)');
const narrow = signal(phone.matches);
phone.addEventListener('change', ({ matches }) => {
  narrow.value = matches;
});

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return narrow.value;
}
