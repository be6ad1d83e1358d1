import type { Preference } from './parse-prefer.ts';

/** What an answer came out as. */
interface Outcome {
  readonly status: number;
  readonly kind?: 'example' | 'generated';
  readonly name?: string | undefined;
}

/** The preferences that an answer fulfils, as `Preference-Applied` lists them (RFC 7240 §3); undefined for none. */
export function appliedPreferences(preference: Preference, { status, kind, name }: Outcome): string | undefined {
  const applied: string[] = [];
  if (preference.code === status) applied.push(`code=${status}`);
  if (preference.example !== undefined && preference.example === name) applied.push(`example=${tokenOrQuoted(name)}`);
  if (kind === 'generated') {
    if (preference.dynamic === true) applied.push('dynamic=true');
    if (preference.seed !== undefined) applied.push(`seed=${preference.seed}`);
  }
  return applied.length === 0 ? undefined : applied.join(', ');
}

// RFC 9110 §5.6.4; the name came in a header, so it has no characters that a header cannot carry.
function tokenOrQuoted(text: string): string {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
