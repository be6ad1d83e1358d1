import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

/** The same key is read by `first-paint.ts` before anything is drawn. */
const storageKey = 'brrt.theme';

export const theme = signal<Theme>(readTheme());

/** system → dark → light → system */
export function nextTheme(): void {
  theme.value = theme.value === 'system' ? 'dark' : theme.value === 'dark' ? 'light' : 'system';
  const { dataset } = document.documentElement;
  if (theme.value === 'system') delete dataset.theme;
  else dataset.theme = theme.value;
  try {
    localStorage.setItem(storageKey, theme.value);
  } catch {
    // A private window: the choice lasts as long as the page.
  }
}

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
