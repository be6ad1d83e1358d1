import type { ContractSubset, JsonSchema, Link, Parameter, Response } from '@brrt/service-model';
import { unescapePointerToken } from '../schema/json-pointer.ts';

/**
 * What a generated body has to hold so that the links of its response can be followed (OpenAPI 3.1 §4.8.20): where a
 * link takes a parameter from the body, a value that the parameter takes. Undefined: no link asks for anything.
 */
export function linkConstraint({ links }: Pick<Response, 'links'>, contract: ContractSubset): JsonSchema | undefined {
  const constraints = links.flatMap((link) => constraintsOf(link, contract));
  const [first, ...others] = constraints;
  return others.length === 0 ? first : { allOf: constraints };
}

const fromBody = /^\$response\.body#(\/.*)$/;

function constraintsOf({ target, parameters }: Link, { operations }: ContractSubset): readonly JsonSchema[] {
  const operation = operations.find(({ method, path }) => method === target?.method && path === target.path);
  if (operation === undefined) return [];
  return Object.entries(parameters).flatMap(([name, expression]) => {
    const pointer = typeof expression === 'string' ? fromBody.exec(expression)?.[1] : undefined;
    const parameter = operation.parameters.find((candidate) => isNamed(candidate, name));
    if (pointer === undefined || parameter === undefined) return [];
    return [atPointer(pointer, parameter.content?.schema ?? parameter.schema)];
  });
}

/** `id`, or `path.id` where places have parameters of one name. */
function isNamed(parameter: Parameter, name: string): boolean {
  return parameter.name === name || `${parameter.in}.${parameter.name}` === name;
}

function atPointer(pointer: string, schema: JsonSchema): JsonSchema {
  const tokens = pointer.split('/').slice(1).map(unescapePointerToken);
  return tokens.reduceRight<JsonSchema>((inner, token) => {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(token)) {
      return { type: 'object', required: [token], properties: Object.fromEntries([[token, inner]]) };
    }
    const before = Array<JsonSchema>(Number(token)).fill(true);
    return { type: 'array', minItems: before.length + 1, prefixItems: [...before, inner] };
  }, schema);
}
