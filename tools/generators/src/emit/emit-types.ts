import type { JsonSchema, ServiceModel } from '@brrt/service-model';
import { isIdentifier, stringLiteral } from './code-text.ts';
import { generatedHeader } from './generated-header.ts';
import type { SchemaTypes } from './schema-types.ts';

/** `types.gen.ts`: the schemas of the contract, each also under its own name where that is possible. */
export function emitTypes(model: ServiceModel, types: SchemaTypes): string {
  const inputs = requestSchemas(model);
  const aliases = types
    .typeNames(inputs)
    .filter((name) => isIdentifier(name) && !unusable.has(name))
    .map((name) => `export type ${name} = components["schemas"][${stringLiteral(name)}];\n`);
  return `${generatedHeader}${types.declarations(inputs)}\n\n${aliases.join('')}`;
}

/** Every schema that a request of the model is read with. */
function requestSchemas({ operations }: ServiceModel): readonly JsonSchema[] {
  return operations.flatMap(({ parameters, requestBody }) => {
    const content = [...parameters.flatMap((parameter) => parameter.content ?? []), ...(requestBody?.content ?? [])];
    const bodies = content.flatMap(({ schema, itemSchema }) => [schema, itemSchema]);
    return [...parameters.map(({ schema }) => schema), ...bodies].filter((schema) => schema !== undefined);
  });
}

// Reserved in type positions, or used by the declarations of the same file.
const unusable: ReadonlySet<string> = new Set([
  ...[
    'any',
    'unknown',
    'never',
    'string',
    'number',
    'boolean',
    'bigint',
    'symbol',
    'object',
    'undefined',
    'null',
    'void',
  ],
  ...[
    'components',
    'Record',
    'Omit',
    'Exclude',
    'await',
    'yield',
    'let',
    'static',
    'async',
    'asserts',
    'infer',
    'is',
    'keyof',
  ],
  ...[
    'break',
    'case',
    'catch',
    'class',
    'const',
    'continue',
    'debugger',
    'default',
    'delete',
    'do',
    'else',
    'enum',
    'export',
  ],
  ...[
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'if',
    'import',
    'in',
    'instanceof',
    'new',
    'return',
    'super',
    'switch',
  ],
  ...[
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'var',
    'while',
    'with',
    'implements',
    'interface',
    'package',
    'private',
  ],
  ...[
    'protected',
    'public',
    'arguments',
    'eval',
    'intrinsic',
    'unique',
    'readonly',
    'type',
    'of',
    'as',
    'abstract',
    'declare',
  ],
]);
