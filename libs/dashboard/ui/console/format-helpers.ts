/** A button beside a text field that fills it in. */
export interface FormatHelper {
  readonly title: string;
  readonly make: () => string;
}

const helpers: Readonly<Record<string, FormatHelper>> = {
  'date-time': { title: 'now', make: () => new Date().toISOString() },
  date: { title: 'today', make: () => new Date().toISOString().slice(0, 10) },
  time: { title: 'now', make: () => new Date().toISOString().slice(11) },
  uuid: { title: 'new', make: () => crypto.randomUUID() },
};

export function helperOf(format: string | undefined): FormatHelper | undefined {
  return format === undefined ? undefined : helpers[format];
}

/** Keyboards of phones, and no more: the contract checks, not the browser. */
export function inputModeOf(format: string | undefined): 'email' | 'url' | 'text' {
  if (format === 'email' || format === 'idn-email') return 'email';
  return format === 'uri' || format === 'url' ? 'url' : 'text';
}
