/** Which branch of a union a value of a property asks for (OpenAPI 3.1 §4.8.25). */
export interface Discriminator {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly propertyName: string;
  /** Values and the indices of their branches. */
  readonly branches: readonly (readonly [string, number])[];
  /** The branch for any other value, and for none (OpenAPI 3.2 §4.25: `defaultMapping`). */
  readonly fallback?: number;
  /**
   * Each branch for objects has values of its own: the value alone chooses, and one that no branch has is refused.
   * Otherwise only the explanation of a failed union reads them, never a verdict.
   */
  readonly decides: boolean;
}
