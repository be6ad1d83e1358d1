import { type JsonObject, objectField, objectsField, textField } from './json-field.ts';
import { readAttributes } from './json-value.ts';
import type { OtlpGroup } from './otlp-data.ts';

export interface GroupNames {
  /** `resourceSpans` */
  readonly resources: string;
  /** `scopeSpans` */
  readonly scopes: string;
  /** `spans` */
  readonly records: string;
}

/** The outer form that all signals share. */
export function readGroups<Record>(
  document: JsonObject,
  names: GroupNames,
  read: (record: JsonObject) => Record,
): readonly OtlpGroup<Record>[] {
  return objectsField(document, names.resources).flatMap((group) => {
    const resource = readAttributes(objectField(group, 'resource'), 'attributes');
    return objectsField(group, names.scopes).map((scoped) => ({
      resource,
      scope: textField(objectField(scoped, 'scope'), 'name'),
      records: objectsField(scoped, names.records).map(read),
    }));
  });
}
