import type { JSX } from 'preact';

// Drawn for a box of 16, stroke 1.5.
const shapes = {
  services: 'M2.5 3h11v4h-11z M2.5 9h11v4h-11z M5 5h.01 M5 11h.01',
  traces: 'M2 4h7 M5 8h8 M8 12h6',
  logs: 'M3 3.5h10 M3 6.5h7 M3 9.5h10 M3 12.5h5',
  console: 'M2.5 3h11v10h-11z M5 6l2 2-2 2 M8.5 10.5h2.5',
  metrics: 'M2.5 13.5v-11 M2.5 13.5h11 M5 10l2.5-3 2.5 2 3.5-5',
  errors: 'M8 2.5l6 11h-12z M8 6.5v3 M8 11.5h.01',
  contract: 'M4 2.5h5.5l2.5 2.5v8.5h-8z M6 7.5h4 M6 10h4',
  webhooks: 'M2.5 8h7 M6.5 5l3 3-3 3 M11 3h2.5v10h-2.5',
  mocks: 'M2.5 8a5.5 5.5 0 0 1 9.5-3.8 M12.5 2v2.6h-2.6 M13.5 8a5.5 5.5 0 0 1-9.5 3.8 M3.5 14v-2.6h2.6',
  map: 'M6 4a2 2 0 1 1-4 0a2 2 0 0 1 4 0z M14 8a2 2 0 1 1-4 0a2 2 0 0 1 4 0z M6 12a2 2 0 1 1-4 0a2 2 0 0 1 4 0z M5.8 4.8l4.4 2.2 M5.8 11.2l4.4-2.2',
  docs: 'M2.5 3h4.5l1 1 1-1h4.5v9.5h-4.5l-1 1-1-1h-4.5z M8 4v9.5',
  more: 'M3 8h.01 M8 8h.01 M13 8h.01',
  search: 'M11 7a4 4 0 1 1-8 0a4 4 0 0 1 8 0z M10 10l3.5 3.5',
  close: 'M4 4l8 8 M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  download: 'M8 2.5v8 M4.5 7l3.5 3.5 3.5-3.5 M3 13.5h10',
  upload: 'M8 10.5v-8 M4.5 6l3.5-3.5 3.5 3.5 M3 13.5h10',
  pause: 'M5.5 3.5v9 M10.5 3.5v9',
  play: 'M5 3l7.5 5-7.5 5z',
  stop: 'M4 4h8v8h-8z',
  restart: 'M13 8a5 5 0 1 1-1.5-3.5 M13 2v3h-3',
  external: 'M7 3h-4v10h10v-4 M9.5 2.5h4v4 M13.5 2.5l-6 6',
  chevron: 'M6 3.5l4.5 4.5-4.5 4.5',
  sun: 'M11 8a3 3 0 1 1-6 0a3 3 0 0 1 6 0z M8 1.5v1.5 M8 13v1.5 M1.5 8h1.5 M13 8h1.5 M3.4 3.4l1 1 M11.6 11.6l1 1 M3.4 12.6l1-1 M11.6 4.4l1-1',
  system: 'M2 3h12v8h-12z M6 13.5h4 M8 11v2.5',
  moon: 'M13 9.5a5.5 5.5 0 1 1-6.5-6.5a4.5 4.5 0 0 0 6.5 6.5z',
  keyboard: 'M1.5 4h13v8h-13z M4 6.5h.01 M6.5 6.5h.01 M9 6.5h.01 M11.5 6.5h.01 M5 9.5h6',
  plus: 'M3 8h10 M8 3v10',
  minus: 'M3 8h10',
  check: 'M3 8.5l3.5 3.5 6.5-8',
  filter: 'M2.5 3.5h11l-4.25 5v4.5l-2.5-1.5v-3z',
  link: 'M6.5 9.5l3-3 M7 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4l-1.5 1.5 M9 11.5l-1.5 1.5a2.8 2.8 0 0 1-4-4l1.5-1.5',
  warning: 'M14 8a6 6 0 1 1-12 0a6 6 0 0 1 12 0z M8 5v3.5 M8 11h.01',
} as const;

export type IconName = keyof typeof shapes;

/** An icon beside a text, or with `label` in place of one. */
export function Icon({ name, label }: { readonly name: IconName; readonly label?: string }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden={label === undefined ? 'true' : undefined}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
    >
      <path d={shapes[name]} />
    </svg>
  );
}
