import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import type { RootDocument } from './component-names.ts';
import { type ComponentSection, componentSections } from './grammar.ts';
import { isObject } from './is-object.ts';
import { typeName } from './read-scalar.ts';
import type { TextFile } from './source-map.ts';

type SeparateContext = Pick<BundleContext, 'grammar' | 'report' | 'sources' | 'resolver'>;

export interface SeparatedDocument {
  readonly root: RootDocument;
  /** The document without its components. */
  readonly rest: JsonObject;
}

// Where Swagger 2.0 keeps what 3.x keeps in `components`.
const swaggerSections: ReadonlyMap<string, ComponentSection> = new Map([
  ['definitions', 'schemas'],
  ['parameters', 'parameters'],
  ['responses', 'responses'],
  ['securityDefinitions', 'securitySchemes'],
]);

/** Takes the components out of a document: they are bundled by name, together with those of other files. */
export function separateComponents(document: JsonObject, file: TextFile, context: SeparateContext): SeparatedDocument {
  const sections =
    context.grammar.version === '2.0' ? swaggerDefinitions(document, context) : componentsObject(document, context);
  const taken = (key: string): boolean =>
    context.grammar.version === '2.0' ? swaggerSections.has(key) : key === 'components';
  const rest = Object.fromEntries(Object.entries(document).filter(([key]) => !taken(key)));
  return { root: { file, sections: new Map(sections) }, rest: context.sources.inherit(rest, document) };
}

type Sections = readonly [ComponentSection, { readonly pointer: string; readonly holder: JsonObject }][];

function swaggerDefinitions(document: JsonObject, context: SeparateContext): Sections {
  return [...swaggerSections].flatMap(([field, section]): Sections => {
    const holder = holderAt(document, field, context);
    return holder === undefined ? [] : [[section, { pointer: `/${field}`, holder }]];
  });
}

function componentsObject(document: JsonObject, context: SeparateContext): Sections {
  const components = holderAt(document, 'components', context);
  if (components === undefined) return [];
  const known = context.grammar.objects.components?.fields ?? {};
  return Object.keys(components).flatMap((field): Sections => {
    const section = componentSections.find((name) => name === field && Object.hasOwn(known, name));
    if (section === undefined) reportUnknown(components, field, context);
    const holder = section === undefined ? undefined : holderAt(components, field, context);
    return section === undefined || holder === undefined
      ? []
      : [[section, { pointer: `/components/${field}`, holder }]];
  });
}

function reportUnknown(components: JsonObject, field: string, { grammar, report, sources }: SeparateContext): void {
  if (field.startsWith('x-')) return;
  const at = sources.locate(components, field);
  report.warning({
    at,
    code: 'unknown-field',
    message: `"${field}" is no section of components in OpenAPI ${grammar.version}; it is left out`,
  });
}

// The object in a field; a misplaced reference to a whole section is followed.
function holderAt(holder: JsonObject, field: string, context: SeparateContext): JsonObject | undefined {
  const value = Object.hasOwn(holder, field) ? holder[field] : undefined;
  if (value === undefined) return undefined;
  const at = context.sources.locate(holder, field);
  if (value === null) {
    context.report.warning({
      at,
      code: 'null-field',
      message: `"${field}" has no value`,
      hint: 'It is read as absent',
    });
    return undefined;
  }
  if (isObject(value)) return typeof value.$ref === 'string' ? wholeReference(value.$ref, value, context) : value;
  context.report.error({ at, code: 'wrong-type', message: `"${field}" must be an object, not ${typeName(value)}` });
  return undefined;
}

function wholeReference(
  reference: string,
  holder: JsonObject,
  { report, resolver, sources }: SeparateContext,
): JsonObject | undefined {
  const at = sources.locate(holder, '$ref');
  const target = resolver.resolve(reference, holder);
  if ('problem' in target) {
    const { code, problem, hint } = target;
    const message = `"${reference}" leads nowhere: ${problem}`;
    report.error({ at, code, message, ...(hint === undefined ? {} : { hint }) });
    return undefined;
  }
  if (!isObject(target.value) || target.value === holder) {
    report.error({ at, code: 'wrong-reference', message: `"${reference}" leads to no object with components` });
    return undefined;
  }
  const hint = 'What it leads to is read in its place';
  report.warning({ at, code: 'misplaced-reference', message: 'OpenAPI allows no "$ref" here', hint });
  return target.value;
}
