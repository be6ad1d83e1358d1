import { type BundleContext, within } from './bundle-context.ts';
import type { ComponentSection, FieldRule, ObjectKind } from './grammar.ts';
import {
  componentPart,
  isPathItemPart,
  operationPart,
  pathPart,
  pathsPart,
  securityPart,
  serversPart,
  webhookPart,
  wholePathItem,
} from './parts.ts';
import type { ReferenceTarget } from './resolve-reference.ts';

const sharedFields: ReadonlySet<string> = new Set([pathsPart, serversPart, securityPart].map((part) => part.slice(1)));

/** The context in which a field of an object is read: path items, operations and what operations share are parts. */
export function partContext(
  key: string,
  kind: ObjectKind,
  rule: FieldRule | undefined,
  context: BundleContext,
): BundleContext {
  if (kind === 'document' && sharedFields.has(key)) return within(`/${key}`, context);
  if (kind === 'paths') return within(pathPart(key), context);
  if (kind === 'pathItem' && rule === 'operation') return operationContext([key], context);
  return context;
}

/** As `partContext`, for an entry of a map. */
export function entryContext(key: string, rule: FieldRule, context: BundleContext): BundleContext {
  if (rule === 'operation') return operationContext(['additionalOperations', key], context);
  if (rule === 'pathItem') return within(webhookPart(key), context);
  return context;
}

// The path items of a callback belong to the operation, or component, that the callback stands in.
function operationContext(key: readonly string[], context: BundleContext): BundleContext {
  const { part } = context.report;
  if (!isPathItemPart(part)) return context;
  const operation = operationPart(part, ...key);
  const whole = context.report.within(wholePathItem(part));
  whole.needs(part);
  whole.needs(operation);
  return within(operation, context);
}

/** The reference to a component in the bundled document; what is being read needs the component from now on. */
export function referTo(target: ReferenceTarget, section: ComponentSection, context: BundleContext): string {
  const name = context.components.nameOf(target, section, context.scope);
  const { report } = context;
  const part = componentPart(section, name);
  if (section === 'pathItems') referToPathItem(part, context);
  else report.needs(part);
  return `#/components/${section}/${name}`;
}

// Each operation of a path needs its counterpart in the path item only: the model tells which. Callbacks need it all.
function referToPathItem(part: string, { report }: BundleContext): void {
  report.within(wholePathItem(part)).needs(part);
  const from = isPathItemPart(report.part) ? report.within(wholePathItem(report.part)) : report;
  from.needs(wholePathItem(part));
}
