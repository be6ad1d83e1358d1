import type { RawRow } from '../raw-rows.ts';

export type Rows = readonly (readonly [string, RawRow])[];

/** Each rule once more, with whole families of what breaks it. */
export function family(rule: string, values: readonly string[], row: (value: string) => RawRow): Rows {
  return values.map((value) => [`${rule} ${JSON.stringify(value).slice(0, 60)}`, row(value)] as const);
}
