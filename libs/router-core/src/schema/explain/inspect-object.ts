import type { JsonSchema } from '@brrt/service-model';
import { escapePointerToken } from '../json-pointer.ts';
import { isNameEvaluated, noteName } from '../keywords/evaluated.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { hasProperty, type Inspection, isFull, isJsonObject, report } from './inspection.ts';

type SchemaMap = Readonly<Record<string, JsonSchema>>;
type Members = Readonly<Record<string, unknown>>;

/** A keyword that says something about objects only. */
function ofObjects<Content>(inspect: (content: Content, value: Members, inspection: Inspection) => void) {
  return (content: Content, inspection: Inspection): void => {
    if (isJsonObject(inspection.spot.value)) inspect(content, inspection.spot.value, inspection);
  };
}

function inspectMember(schema: JsonSchema, name: string, { inspector, spot }: Inspection): void {
  const { value, path, errors } = spot;
  // Only called for objects.
  const member = (value as Members)[name];
  inspector.inspect(schema, {
    value: member,
    path: `${path}/${escapePointerToken(name)}`,
    errors,
    evaluated: undefined,
  });
}

function note({ spot }: Inspection, name: string): void {
  if (spot.evaluated !== undefined) noteName(spot.evaluated, name);
}

export const inspectMinProperties = ofObjects<number>((limit, value, inspection) => {
  if (Object.keys(value).length < limit) report(inspection, 'minProperties', { limit });
});

export const inspectMaxProperties = ofObjects<number>((limit, value, inspection) => {
  if (Object.keys(value).length > limit) report(inspection, 'maxProperties', { limit });
});

export const inspectRequired = ofObjects<readonly string[]>((names, value, inspection) => {
  for (const name of new Set(names)) {
    if (!hasProperty(value, name)) report(inspection, 'required', { missingProperty: name });
  }
});

export const inspectDependentRequired = ofObjects<Readonly<Record<string, readonly string[]>>>(
  (map, value, inspection) => {
    for (const [property, names] of Object.entries(map)) {
      if (!hasProperty(value, property)) continue;
      for (const name of new Set(names)) {
        if (!hasProperty(value, name)) {
          report(inspection, 'dependentRequired', { missingProperty: name, property });
        }
      }
    }
  },
);

export const inspectProperties = ofObjects<SchemaMap>((properties, value, inspection) => {
  for (const [name, schema] of Object.entries(properties)) {
    if (isFull(inspection.spot)) return;
    if (!hasProperty(value, name)) continue;
    note(inspection, name);
    inspectMember(schema, name, inspection);
  }
});

export const inspectPatternProperties = ofObjects<SchemaMap>((patterns, value, inspection) => {
  for (const [pattern, schema] of Object.entries(patterns)) {
    const { test } = compilePattern(pattern);
    for (const name in value) {
      if (isFull(inspection.spot)) return;
      if (value[name] === undefined || !test(name)) continue;
      note(inspection, name);
      inspectMember(schema, name, inspection);
    }
  }
});

export const inspectAdditionalProperties = ofObjects<JsonSchema>((schema, value, inspection) => {
  const { properties = {}, patternProperties = {} } = inspection.schema;
  const tests = Object.keys(patternProperties as SchemaMap).map((pattern) => compilePattern(pattern));
  for (const name in value) {
    if (isFull(inspection.spot)) return;
    if (value[name] === undefined || Object.hasOwn(properties as SchemaMap, name)) continue;
    if (tests.some((pattern) => pattern.test(name))) continue;
    if (schema === false) report(inspection, 'additionalProperties', { additionalProperty: name });
    else inspectMember(schema, name, inspection);
  }
  if (inspection.spot.evaluated !== undefined) inspection.spot.evaluated.allNames = true;
});

export const inspectPropertyNames = ofObjects<JsonSchema>((schema, value, inspection) => {
  const { inspector, spot } = inspection;
  for (const name in value) {
    const isFit = inspector.inspect(schema, {
      value: name,
      path: spot.path,
      errors: spot.errors,
      evaluated: undefined,
    });
    if (!isFit) report(inspection, 'propertyNames', { propertyName: name });
    if (isFull(spot)) return;
  }
});

export const inspectUnevaluatedProperties = ofObjects<JsonSchema>((schema, value, inspection) => {
  const { evaluated } = inspection.spot;
  if (evaluated === undefined) return;
  for (const name in value) {
    if (isFull(inspection.spot)) return;
    if (value[name] === undefined || isNameEvaluated(evaluated, name)) continue;
    if (schema === false) report(inspection, 'unevaluatedProperties', { unevaluatedProperty: name });
    else inspectMember(schema, name, inspection);
  }
  evaluated.allNames = true;
});
