import type { JsonSchema } from '@brrt/service-model';
import { isItemEvaluated, noteItem, noteItems } from '../keywords/evaluated.ts';
import { hasUniqueItems } from '../keywords/has-unique-items.ts';
import { type Inspection, isFull, report } from './inspection.ts';

/** A keyword that says something about arrays only. */
function ofArrays<Content>(inspect: (content: Content, items: readonly unknown[], inspection: Inspection) => void) {
  return (content: Content, inspection: Inspection): void => {
    if (Array.isArray(inspection.spot.value)) inspect(content, inspection.spot.value, inspection);
  };
}

function inspectItem(schema: JsonSchema, index: number, { inspector, spot }: Inspection): void {
  // Only called for arrays.
  const value = (spot.value as readonly unknown[])[index];
  inspector.inspect(schema, { value, path: `${spot.path}/${index}`, errors: spot.errors, evaluated: undefined });
}

export const inspectMinItems = ofArrays<number>((limit, items, inspection) => {
  if (items.length < limit) report(inspection, 'minItems', { limit });
});

export const inspectMaxItems = ofArrays<number>((limit, items, inspection) => {
  if (items.length > limit) report(inspection, 'maxItems', { limit });
});

export const inspectUniqueItems = ofArrays<boolean>((isAsked, items, inspection) => {
  if (isAsked && !hasUniqueItems(items)) report(inspection, 'uniqueItems');
});

export const inspectPrefixItems = ofArrays<readonly JsonSchema[]>((prefix, items, inspection) => {
  const { evaluated } = inspection.spot;
  for (const [index, schema] of prefix.entries()) {
    if (index < items.length) inspectItem(schema, index, inspection);
  }
  if (evaluated !== undefined) noteItems(evaluated, prefix.length);
});

export const inspectItems = ofArrays<JsonSchema>((schema, items, inspection) => {
  const { prefixItems } = inspection.schema;
  const start = Array.isArray(prefixItems) ? prefixItems.length : 0;
  if (schema === false) {
    if (items.length > start) report(inspection, 'items', { limit: start });
  } else if (schema !== true) {
    for (let index = start; index < items.length && !isFull(inspection.spot); index += 1) {
      inspectItem(schema, index, inspection);
    }
  }
  if (inspection.spot.evaluated !== undefined) inspection.spot.evaluated.allItems = true;
});

export const inspectContains = ofArrays<JsonSchema>((schema, items, inspection) => {
  const { inspector, spot } = inspection;
  const { minContains = 1, maxContains } = inspection.schema;
  const misfits: typeof spot.errors = [];
  let count = 0;
  for (const [index, value] of items.entries()) {
    const errors: typeof spot.errors = [];
    if (inspector.inspect(schema, { value, path: `${spot.path}/${index}`, errors, evaluated: undefined })) {
      count += 1;
      if (spot.evaluated !== undefined) noteItem(spot.evaluated, index);
    } else if (misfits.length < mostMisfits) misfits.push(...errors);
  }
  if (count >= Number(minContains) && count <= Number(maxContains ?? items.length)) return;
  if (count < Number(minContains)) spot.errors.push(...misfits);
  report(inspection, 'contains', { minContains, maxContains });
});

/** Why items do not fit is only a hint at what would. */
const mostMisfits = 20;

export const inspectUnevaluatedItems = ofArrays<JsonSchema>((schema, items, inspection) => {
  const { evaluated } = inspection.spot;
  if (evaluated === undefined) return;
  let limit: number | undefined;
  for (let index = 0; index < items.length && !isFull(inspection.spot); index += 1) {
    if (isItemEvaluated(evaluated, index)) continue;
    if (schema === false) limit ??= index;
    else inspectItem(schema, index, inspection);
  }
  if (limit !== undefined) report(inspection, 'unevaluatedItems', { limit });
  evaluated.allItems = true;
});
