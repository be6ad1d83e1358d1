import { generateValue } from '@brrt/router-core/examples';
import { encodeCookies, encodeHeaders, encodePath, encodeQuery } from '@brrt/router-core/params';
import type { SchemaCompiler } from '@brrt/router-core/ports';
import { parameterPlace } from '@brrt/router-core/schema';
import type { Operation, Parameter, ServiceModel } from '@brrt/service-model';

/** A contract whose schemas can be asked. */
export interface CallableContract {
  readonly model: ServiceModel;
  readonly schemas: SchemaCompiler;
}

export interface ParameterValue {
  readonly parameter: Parameter;
  readonly value: unknown;
}

const seeds = [undefined, 1, 2, 3, 4, 5, 6, 7];

/** A valid value that its place in a request can carry: what the contract shows, else a generated one. */
export function parameterValue(
  { model, schemas }: CallableContract,
  operation: Operation,
  parameter: Parameter,
): ParameterValue | undefined {
  const { isValid } = schemas.compile(parameterPlace(operation, parameter));
  const shown = (parameter.content?.examples ?? parameter.examples).map(({ value }) => value);
  for (const value of shown) {
    if (value !== undefined && isValid(value) && isCarried(parameter, value)) return { parameter, value };
  }
  const schema = parameter.content === undefined ? parameter.schema : (parameter.content.schema ?? true);
  for (const seed of seeds) {
    const options = { direction: 'request' as const, isValid, ...(seed !== undefined && { seed }) };
    const value = generateValue(schema, model, options);
    if (value === undefined) return undefined;
    if (isCarried(parameter, value)) return { parameter, value };
  }
  return undefined;
}

/** Not every value has a text: an empty list is sent as nothing, a header has no line breaks. */
function isCarried(parameter: Parameter, value: unknown): boolean {
  const alone = { path: `/{${parameter.name}}`, parameters: [parameter] };
  const values = { [parameter.name]: value };
  try {
    switch (parameter.in) {
      case 'path':
        return encodePath(alone, values) !== '/';
      case 'query':
      case 'querystring':
        return encodeQuery(alone, values) !== '';
      case 'header':
        return Object.values(encodeHeaders(alone, values)).some(isHeaderText);
      case 'cookie':
        return encodeCookies(alone, values) !== undefined;
    }
  } catch {
    return false;
  }
}

function isHeaderText(text: string): boolean {
  return text !== '' && text === text.trim() && /^[\t\x20-\x7e]*$/.test(text);
}
