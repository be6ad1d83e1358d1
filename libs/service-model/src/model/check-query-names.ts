import type { BuildContext } from './build-context.ts';
import { componentSchemas } from './component-schemas.ts';
import { objectField } from './fields.ts';
import type { Parameter } from './service-model.ts';
import { allowsOtherProperties, isWrittenAsText, schemaParts, valueTypes } from './value-types.ts';

/**
 * An exploded object stands in the query under the names of its properties. Names that several parameters of one operation
 * could take are reported with the one that takes them.
 */
export function checkQueryNames(parameters: readonly Parameter[], context: BuildContext): void {
  const inQuery = parameters.filter(({ in: place }) => place === 'query');
  const spread = inQuery
    .filter((parameter) => isSpread(parameter, context))
    .map((parameter) => readNames(parameter, context));
  if (spread.length === 0) return;
  const owners = new Map(inQuery.filter((parameter) => !isSpread(parameter, context)).map(({ name }) => [name, name]));
  let open: string | undefined;
  for (const { parameter, names, isOpen } of spread) {
    for (const name of names) {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, parameter.name);
      else
        report(
          parameter,
          `The query parameters "${owner}" and "${parameter.name}" could both take "${name}"`,
          owner,
          context,
        );
    }
    if (isOpen && open !== undefined) {
      report(
        parameter,
        `The query parameters "${open}" and "${parameter.name}" both take names that nobody declares`,
        open,
        context,
      );
    }
    if (isOpen) open ??= parameter.name;
  }
}

function report(parameter: Parameter, message: string, owner: string, { report: { note } }: BuildContext): void {
  note({
    at: parameter.source,
    code: 'ambiguous-name',
    message,
    hint: `"${owner}" takes it; "style: deepObject" keeps objects apart`,
  });
}

function isSpread({ style, explode, schema, content }: Parameter, { document }: BuildContext): boolean {
  if (style !== 'form' || !explode || content !== undefined) return false;
  const types = valueTypes(schema, componentSchemas(document));
  if (types === undefined || isWrittenAsText(types)) return false;
  return types.has('object') && !types.has('array');
}

interface Spread {
  readonly parameter: Parameter;
  readonly names: ReadonlySet<string>;
  readonly isOpen: boolean;
}

function readNames(parameter: Parameter, { document }: BuildContext): Spread {
  const schemas = componentSchemas(document);
  const parts = schemaParts(parameter.schema, schemas);
  return {
    parameter,
    names: new Set(parts.flatMap((part) => Object.keys(objectField(part, 'properties') ?? {}))),
    isOpen: allowsOtherProperties(parameter.schema, schemas),
  };
}
