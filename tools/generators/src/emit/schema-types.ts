import type { JsonSchema, ServiceModel } from '@brrt/service-model';
import { buildType } from './build-type.ts';
import { commentText, docComment } from './code-text.ts';
import { type Direction, directionalSchemas } from './directional-schemas.ts';
import { reachableNames } from './json-schema.ts';
import { printObject, printType } from './print-type.ts';
import { schemaComment } from './schema-comment.ts';
import type { TypeContext } from './type-context.ts';
import type { ChangedTypeName } from './type-names.ts';
import { contains, type DeclaredType } from './type-node.ts';
import { withoutCircles } from './without-circles.ts';

/** Schemas of one contract as types of TypeScript. */
export interface SchemaTypes {
  /** A type expression; later lines are indented by `indent`. */
  typeOf(schema: JsonSchema, direction: Direction, indent?: string): string;
  /** True once `typeOf` has given a type that refers to a declared one. */
  mentionsDeclarations(): boolean;
  /** A declaration for every schema of the contract as the service sends it, and for what `inputs` reach as it is received. */
  declarations(inputs: readonly JsonSchema[]): string;
  readonly changedNames: readonly ChangedTypeName[];
}

export interface SchemaTypesOptions {
  /** Stands before the name of a declared type in `typeOf`: `schemas.`. */
  readonly prefix?: string;
  /** Names that the file with the declarations gives to something else. */
  readonly taken?: ReadonlySet<string>;
}

export function schemaTypes(
  schemas: ServiceModel['schemas'],
  { prefix = '', taken }: SchemaTypesOptions = {},
): SchemaTypes {
  const names = directionalSchemas(schemas, taken);
  const contexts: Readonly<Record<Direction, TypeContext>> = {
    request: { schemas, names, direction: 'request' },
    response: { schemas, names, direction: 'response' },
  };
  let mentions = false;
  return {
    typeOf: (schema, direction, indent = '') => {
      const type = buildType(schema, contexts[direction]);
      mentions ||= contains(type, ({ kind }) => kind === 'reference');
      return printType(type, { indent, prefix });
    },
    mentionsDeclarations: () => mentions,
    declarations: (inputs) => withoutCircles(declaredTypes(inputs, contexts)).map(declaration).join('\n'),
    changedNames: names.changedNames,
  };
}

function declaredTypes(
  inputs: readonly JsonSchema[],
  { request, response }: Readonly<Record<Direction, TypeContext>>,
): readonly DeclaredType[] {
  const inputNames = reachableNames(inputs, response.schemas);
  return Object.entries(response.schemas).flatMap(([schemaName, schema]) => {
    const sent = declaredType(schemaName, schema, response);
    const isReceivedApart = request.names.typeName(schemaName, 'request') !== sent.name && inputNames.has(schemaName);
    return isReceivedApart ? [sent, declaredType(schemaName, schema, request)] : [sent];
  });
}

function declaredType(schemaName: string, schema: JsonSchema, context: TypeContext): DeclaredType {
  const name = context.names.typeName(schemaName, context.direction);
  const isSameName = name === schemaName || name === `${schemaName}Input`;
  const comment = [...(isSameName ? [] : [`\`${commentText(schemaName)}\``]), ...schemaComment(schema)];
  return { name, type: buildType(schema, context), comment };
}

function declaration({ name, type, comment }: DeclaredType): string {
  const text =
    type.kind === 'object' ? `interface ${name} ${printObject(type)}\n` : `type ${name} = ${printType(type)};\n`;
  return `${docComment(comment)}export ${text}`;
}
