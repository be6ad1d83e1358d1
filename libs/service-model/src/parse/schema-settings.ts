import type { JsonObject, JsonValue } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';

/** What a contract says about all of its schemas at once, by extensions of its root. */
export interface SchemaSettings {
  /** `x-brrt-formats: annotation`: no `format` is checked. */
  readonly formatsAreAnnotations: boolean;
  /** `x-brrt-int64: bigint`: integers of 64 bits are `bigint`s. */
  readonly int64IsBigint: boolean;
}

export function readSchemaSettings(
  document: JsonObject,
  { report, sources }: Pick<BundleContext, 'report' | 'sources'>,
): SchemaSettings {
  const choose = (name: string, values: readonly string[]): JsonValue | undefined => {
    const written = document[name];
    if (written === undefined || values.some((value) => value === written)) return written;
    report.warning({
      at: sources.locate(document, name),
      code: 'unknown-setting',
      message: `"${name}" must be ${values.join(' or ')}`,
      hint: 'It is read as absent',
    });
    return undefined;
  };
  return {
    formatsAreAnnotations: choose('x-brrt-formats', ['annotation', 'assertion']) === 'annotation',
    int64IsBigint: choose('x-brrt-int64', ['bigint', 'number']) === 'bigint',
  };
}
