import type { Reading } from './reading.ts';

/** A decoded value, or why there is none. */
export type Built =
  | {
      readonly value: unknown;
      /** What else its texts can be: the schema decides. Absent where there is nothing to decide. */
      readonly others?: readonly Reading[];
    }
  /** `allowEmptyValue`: the name is there and says nothing. */
  | { readonly value: unknown; readonly isUnused: true }
  | {
      readonly keyword: string;
      readonly detail: string;
      /** Places in the value (RFC 6901). Default: the whole. */
      readonly pointers?: readonly string[];
    };

export type Fault = Extract<Built, { readonly keyword: string }>;

export function fault(keyword: string, detail: string): Fault {
  return { keyword, detail };
}

/** Undefined: the text cannot be decoded. */
export type DecodeText = (raw: string) => string | undefined;

export const badEncoding: Fault = fault('encoding', 'Percent-encoding has to be well-formed UTF-8 without NUL');
