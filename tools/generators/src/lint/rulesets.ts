import type { RawUniversalConfig } from '@redocly/openapi-core';

/** A named choice of rules. */
export interface Ruleset {
  readonly config: RawUniversalConfig;
  /** How a rule that says `error` counts. What breaks OpenAPI itself is an error by the reader, whatever the ruleset. */
  readonly errors: 'error' | 'warning';
}

/** Rules of ours that say what BRRTRouter's linter says. */
const ownRules = {
  'brrt/query-enum-matches-items': 'warn',
  'brrt/property-has-type': 'warn',
  'brrt/money-is-decimal': 'warn',
} as const;

/**
 * The reader judges forms and references by the version of the document, examples are checked by the validator that
 * serves requests: rules that do the same are left out, and with them what they get wrong about OpenAPI 3.2.
 */
export const judgedElsewhere = {
  struct: 'off',
  'no-unresolved-refs': 'off',
  'no-invalid-media-type-examples': 'off',
  'no-invalid-parameter-examples': 'off',
  'no-invalid-schema-examples': 'off',
} as const;

const withOwnRules = (preset: string, others: Record<string, 'off'> = {}): RawUniversalConfig => ({
  extends: [preset],
  rules: { ...judgedElsewhere, ...ownRules, ...others },
});

/** By the names that `--ruleset` takes. `recommended` and `minimal` are Redocly's, as warnings. */
export const rulesets = {
  // A contract that is open to everybody has nothing to declare.
  recommended: { config: withOwnRules('recommended', { 'security-defined': 'off' }), errors: 'warning' },
  minimal: {
    config: { extends: ['minimal'], rules: { ...judgedElsewhere, 'security-defined': 'off' } },
    errors: 'warning',
  },
  strict: { config: withOwnRules('recommended-strict'), errors: 'error' },
  spec: { config: { extends: ['spec'], rules: judgedElsewhere }, errors: 'error' },
  all: { config: withOwnRules('all'), errors: 'warning' },
  brrtrouter: {
    config: {
      rules: {
        ...judgedElsewhere,
        'operation-operationId': 'error',
        'operation-operationId-unique': 'error',
        'brrt/operation-id-casing': { severity: 'error', casing: 'snake_case' },
        'brrt/query-enum-matches-items': 'error',
        'brrt/property-has-type': 'warn',
        'brrt/money-is-decimal': 'warn',
      },
    },
    errors: 'error',
  },
  none: { config: { rules: judgedElsewhere }, errors: 'error' },
} as const satisfies Readonly<Record<string, Ruleset>>;

export type RulesetName = keyof typeof rulesets;
