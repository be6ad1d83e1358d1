import type { JsonObject, JsonValue } from '../model/json.ts';
import { type DynamicScope, type DynamicScopes, nothingInScope } from './dynamic-scope.ts';
import type { ComponentSection } from './grammar.ts';
import { parsePointer } from './json-pointer.ts';
import type { ReferenceResolver, ReferenceTarget } from './resolve-reference.ts';
import type { TextFile } from './source-map.ts';

/** A component that a reference leads to and that has yet to be bundled under its name. */
export interface PendingComponent {
  readonly section: ComponentSection;
  readonly name: string;
  readonly target: ReferenceTarget;
  readonly scope: DynamicScope;
}

/** Gives every referenced place of every file one name in its section of `components`. */
export interface ComponentNames {
  /** The same place in the same dynamic scope always has the same name. A place that is no component of the root is queued for `takePending`. */
  nameOf(target: ReferenceTarget, section: ComponentSection, scope?: DynamicScope): string;
  takePending(): PendingComponent | undefined;
  /** Whether `nameOf` has ever given this name. */
  isUsed(section: ComponentSection, name: string): boolean;
  /** The name that a component of the root document has in the bundle, and what it holds. */
  rootComponents(section: ComponentSection): readonly RootComponent[];
}

export interface RootComponent {
  readonly writtenName: string;
  readonly name: string;
  readonly value: JsonValue;
  /** The map that holds it, for its place. */
  readonly holder: JsonObject;
}

export interface RootDocument {
  readonly file: TextFile;
  /** Where each section stands in the root document, as pointer and value. */
  readonly sections: ReadonlyMap<ComponentSection, { readonly pointer: string; readonly holder: JsonObject }>;
}

export function createComponentNames(
  root: RootDocument,
  resolver: ReferenceResolver,
  scopes: DynamicScopes,
): ComponentNames {
  const names = new Map<ComponentSection, SectionNames>();
  const pending: PendingComponent[] = [];
  const used = new Set<string>();
  const sectionNames = (section: ComponentSection): SectionNames => {
    const known = names.get(section) ?? nameRootComponents(root, section, { resolver, scopes });
    names.set(section, known);
    return known;
  };
  return {
    nameOf(target, section, outer = nothingInScope) {
      const { byPlace, taken } = sectionNames(section);
      const scope = section === 'schemas' ? scopes.reach(outer, target) : nothingInScope;
      const known = byPlace.get(target, scope);
      if (known !== undefined) used.add(`${section}/${known}`);
      if (known !== undefined) return known;
      const name = freeName(suggestName(target, byPlace.has(target) ? scope : nothingInScope), taken);
      byPlace.set(target, scope, name);
      pending.push({ section, name, target, scope });
      return name;
    },
    takePending: () => pending.shift(),
    isUsed: (section, name) => used.has(`${section}/${name}`),
    rootComponents: (section) => sectionNames(section).components,
  };
}

interface SectionNames {
  readonly byPlace: PlaceNames;
  /** Lower case: names become file and type names. */
  readonly taken: Set<string>;
  readonly components: readonly RootComponent[];
}

interface Naming {
  readonly resolver: ReferenceResolver;
  readonly scopes: DynamicScopes;
}

function nameRootComponents(root: RootDocument, section: ComponentSection, { resolver, scopes }: Naming): SectionNames {
  const { pointer, holder } = root.sections.get(section) ?? { pointer: '', holder: {} };
  const byPlace = createPlaceNames();
  const scopeOf = (target: ReferenceTarget): DynamicScope =>
    section === 'schemas' ? scopes.reach(nothingInScope, target) : nothingInScope;
  const taken = new Set<string>();
  const written = Object.entries(holder);
  for (const [name] of written) if (isComponentName(name)) taken.add(name.toLowerCase());
  const components = written.map(([writtenName, value]): RootComponent => {
    const name = isComponentName(writtenName) ? writtenName : freeName(writtenName, taken);
    const target = { value, file: root.file.path, pointer: `${pointer}/${writtenName}` };
    if (!byPlace.has(target)) byPlace.set(target, scopeOf(target), name);
    return { writtenName, name, value, holder };
  });
  // `Pet: { $ref: ./pet.yaml }` only gives ./pet.yaml a name here, so the content moves to that name.
  const moved = components.map((component) => {
    const target = outsideTarget(component.value, holder, resolver);
    if (target === undefined || byPlace.has(target)) return component;
    byPlace.set(target, scopeOf(target), component.name);
    return { ...component, value: target.value };
  });
  return { byPlace, taken, components: moved };
}

/** Names by place and dynamic scope. */
interface PlaceNames {
  get(target: ReferenceTarget, scope: DynamicScope): string | undefined;
  set(target: ReferenceTarget, scope: DynamicScope, name: string): void;
  /** In any scope. */
  has(target: ReferenceTarget): boolean;
}

function createPlaceNames(): PlaceNames {
  const names = new Map<object | string, Map<string, string>>();
  return {
    get: (target, scope) => names.get(identityOf(target))?.get(scopeKey(scope)),
    set(target, scope, name) {
      const known = names.get(identityOf(target)) ?? new Map<string, string>();
      names.set(identityOf(target), known.set(scopeKey(scope), name));
    },
    has: (target) => names.has(identityOf(target)),
  };
}

function scopeKey(scope: DynamicScope): string {
  return scope.size === 0 ? '' : JSON.stringify([...scope].map(([name, { file, pointer }]) => [name, file, pointer]));
}

function isComponentName(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

function outsideTarget(value: JsonValue, holder: JsonObject, resolver: ReferenceResolver): ReferenceTarget | undefined {
  if (!isPureReference(value)) return undefined;
  const target = resolver.resolve(value.$ref, value);
  if ('problem' in target || typeof target.value !== 'object') return undefined;
  return isPureReference(target.value) || Object.values(holder).includes(target.value) ? undefined : target;
}

function isPureReference(value: JsonValue): value is { readonly $ref: string } {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === 1 && '$ref' in value && typeof value.$ref === 'string';
}

function identityOf({ value, file, pointer }: ReferenceTarget): object | string {
  return typeof value === 'object' && value !== null ? value : `${file}#${pointer}`;
}

// A tree in the scope of a strict tree is `Tree_StrictTree`.
function suggestName(target: ReferenceTarget, scope: DynamicScope): string {
  return [target, ...scope.values()].map(suggestPlaceName).join('_');
}

// '/components/schemas/Pet/properties/tag' in any file is `Pet_tag`; all of 'pets/tag.yaml' is `tag`.
function suggestPlaceName({ file, pointer }: ReferenceTarget): string {
  const tokens = parsePointer(pointer);
  const within = tokens[0] === 'components' ? tokens.slice(2) : tokens[0] === 'definitions' ? tokens.slice(1) : tokens;
  const words = within.filter((token) => !structuralWords.has(token));
  if (words.length > 0) return words.join('_');
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base.replace(/\.[^.]*$/, '');
}

const structuralWords: ReadonlySet<string> = new Set([
  'properties',
  '$defs',
  'definitions',
  'paths',
  'schema',
  'schemas',
]);

function freeName(suggestion: string, taken: Set<string>): string {
  const name = suggestion.replace(/[^\w.-]+/g, '_').replace(/^_+|_+$/g, '') || 'component';
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name}_${count}`;
  taken.add(free.toLowerCase());
  return free;
}
