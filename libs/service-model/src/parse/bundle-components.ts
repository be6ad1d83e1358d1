import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundleContext, type Place, within } from './bundle-context.ts';
import { bundleObject } from './bundle-object.ts';
import { bundleSchema } from './bundle-schema.ts';
import { componentShape } from './component-shape.ts';
import { type ComponentSection, componentSections } from './grammar.ts';
import { isObject } from './is-object.ts';
import { componentPart } from './parts.ts';

export type BundledComponents = Readonly<Partial<Record<ComponentSection, JsonObject>>>;

/** The components of the root document and whatever references lead to elsewhere, by section and name. */
export function bundleComponents(context: BundleContext): BundledComponents {
  const made = new Map<ComponentSection, [string, JsonValue][]>();
  const add = (section: ComponentSection, name: string, value: JsonValue | undefined): void => {
    const entries = made.get(section) ?? [];
    made.set(section, entries);
    if (value !== undefined) entries.push([name, value]);
  };
  const outside: OutsideComponent[] = [];
  for (const section of componentSections) {
    for (const { writtenName, name, value, holder } of context.components.rootComponents(section)) {
      const place = { container: holder, key: writtenName };
      if (name !== writtenName) reportRenamed(name, place, context);
      if (leadsOutside(value, context)) outside.push({ section, name, value, place });
      else add(section, name, bundleComponent(section, value, place, within(componentPart(section, name), context)));
    }
  }
  bundlePending(add, context);
  for (const component of outside) add(component.section, component.name, outsideComponent(component, context));
  return Object.fromEntries([...made].map(([section, entries]) => [section, Object.fromEntries(entries)]));
}

/** The schemas that references in the parameters of Swagger 2.0 lead to: these are read when they are upgraded. */
export function bundleLateSchemas(context: BundleContext): JsonObject {
  const entries: [string, JsonValue][] = [];
  bundlePending((_section, name, value) => value !== undefined && entries.push([name, value]), context);
  return Object.fromEntries(entries);
}

// Bundling a component may find further ones.
function bundlePending(
  add: (section: ComponentSection, name: string, value: JsonValue | undefined) => void,
  context: BundleContext,
): void {
  for (let next = context.components.takePending(); next !== undefined; next = context.components.takePending()) {
    const { section, name, target, scope } = next;
    const own = typeof target.value === 'object' && target.value !== null ? { container: target.value } : undefined;
    const place = own ?? target.holder ?? { container: {} };
    const inner = within(componentPart(section, name), { ...context, scope });
    add(section, name, bundleComponent(section, target.value, place, inner));
  }
}

interface OutsideComponent {
  readonly section: ComponentSection;
  readonly name: string;
  readonly value: JsonValue;
  readonly place: Place;
}

function leadsOutside(value: JsonValue, { resolver }: BundleContext): boolean {
  if (!isObject(value) || typeof value.$ref !== 'string') return false;
  const target = resolver.resolve(value.$ref, value);
  return 'problem' in target && target.code === 'remote-reference';
}

// A component that nothing uses may lead to a network; one that is used may not.
function outsideComponent(
  { section, name, value, place }: OutsideComponent,
  context: BundleContext,
): JsonValue | undefined {
  if (context.components.isUsed(section, name))
    return bundleComponent(section, value, place, within(componentPart(section, name), context));
  const at = context.sources.locate(place.container, place.key);
  const message = `The component "${name}" leads to a network, from which nothing is fetched`;
  context.report.warning({ at, code: 'remote-reference', message, hint: 'Nothing refers to it; it is left out' });
  return undefined;
}

function bundleComponent(
  section: ComponentSection,
  value: JsonValue,
  place: Place,
  context: BundleContext,
): JsonValue | undefined {
  if (section === 'schemas') return bundleSchema(value, place, context);
  return bundleObject(value, componentShape(section), place, context);
}

function reportRenamed(name: string, { container, key }: Place, { grammar, report, sources }: BundleContext): void {
  const at = sources.locate(container, key);
  const message = `"${key}" is no name for a component`;
  const hint = `It is read as "${name}"; names match [a-zA-Z0-9._-]+`;
  // Swagger 2.0 restricts no names.
  if (grammar.version === '2.0') report.note({ at, code: 'renamed-component', message, hint });
  else report.warning({ at, code: 'component-name', message, hint });
}
