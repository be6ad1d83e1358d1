import type { JsonObject, JsonSchema, Operation, Parameter, ServiceModel } from '@brrt/service-model';
import { isIdentifier, pascalCase, propertyName, quoted } from './code-text.ts';
import { emitTypeImport } from './emit-handler.ts';
import { fittedList, type ListPlace } from './fitted-list.ts';

/** One part of an answer, and the operation that has it. */
export interface HandlerPart {
  /** A name of a variable. */
  readonly name: string;
  readonly optional: boolean;
  /** Key of `clients` in the configuration. */
  readonly service: string;
  /** Among `context.clients`. */
  readonly member: string;
  readonly called: Operation;
  readonly schemas: ServiceModel['schemas'];
}

/**
 * A first version of an aggregate: it asks for all of its parts at once, and answers 501 until its owner composes them. A
 * part that needs what the request does not have under the same name is left to him as well.
 */
export function emitAggregateHandler(
  operation: Operation,
  schemas: ServiceModel['schemas'],
  parts: readonly HandlerPart[],
): string {
  const type = pascalCase(operation.name);
  const asked = parts.map((part) => ({ ...part, argument: argumentOf(part, operation, schemas) }));
  const calls = asked.some(({ argument }) => argument !== undefined);
  const isRequestUsed = asked.some(({ argument = [] }) => argument.length > 0);
  const library = [
    'gather',
    ...(parts.some(({ optional }) => optional) ? ['optional'] : []),
    ...(calls ? ['UpstreamUnavailableError'] : []),
  ];
  const parameters = [`${isRequestUsed ? 'request' : '_request'}: ${type}Request`, 'context: Context'];
  const unwritten = `\`${operation.name} has \${Object.keys(parts).join(', ')}: say what it makes of them\``;
  return `import { NotImplementedError } from '@brrt/router-core';
import { ${library.join(', ')} } from '@brrt/service-client';
import type { Context } from '../context.ts';
${emitTypeImport([`${type}Request`, `${type}Response`])}

${fittedList(parameters, { indent: 0, start: `export async function ${operation.name}(`, end: `): Promise<${type}Response> {` })}
  const parts = await gather(context, {
${asked.map(emitPart).join('')}  });
  ${notImplemented(2, unwritten)}
}
`;
}

/** `path` → `id: request.path.id` */
type Argument = readonly (readonly [place: string, fields: readonly string[]])[];

type AskedPart = HandlerPart & { readonly argument: Argument | undefined };

function emitPart(part: AskedPart): string {
  const ask = part.argument === undefined ? unasked(part) : asking(part, part.argument);
  return `    ${part.name}: ${part.optional ? `optional(${ask})` : ask},\n`;
}

function unasked({ name, called }: AskedPart): string {
  return `() => {
      ${notImplemented(6, quoted(`${name}: say what ${called.name} is called with`))}
    }`;
}

function notImplemented(indent: number, message: string): string {
  return fittedList([message], { indent, start: 'throw new NotImplementedError(', end: ');' });
}

function asking({ service, member, called }: AskedPart, argument: Argument): string {
  const status = called.responses.find((response) => /^2\d\d$/.test(response.status));
  const call = `context.clients.${member}.${called.name}`;
  if (status === undefined) return `() => ${emitCall(argument, { indent: 4, start: call, end: '' })}`;
  const failed = fittedList(
    [`service: ${quoted(service)}`, `operation: ${quoted(called.name)}`, 'answered: answer.status'],
    { indent: 8, start: 'throw new UpstreamUnavailableError({', end: '});', space: ' ' },
  );
  return `async () => {
      ${emitCall(argument, { indent: 6, start: `const answer = await ${call}`, end: ';' })}
      if (answer.status !== ${status.status}) {
        ${failed}
      }
      return ${status.content.length === 0 ? 'answer' : 'answer.body'};
    }`;
}

function emitCall(argument: Argument, { indent, start, end }: ListPlace): string {
  if (argument.length === 0) return `${start}()${end}`;
  const places = argument.map(([place, fields]) =>
    fittedList(fields, { indent: indent + 2, start: `${place}: {`, end: '}', space: ' ' }),
  );
  return fittedList(places, { indent, start: `${start}({`, end: `})${end}`, space: ' ' });
}

/** What a call is given: parameters that the request has too. Undefined when it needs more than that. */
function argumentOf(
  { called, schemas }: HandlerPart,
  { parameters }: Operation,
  own: ServiceModel['schemas'],
): Argument | undefined {
  if (called.requestBody?.required === true) return undefined;
  const places = new Map<string, string[]>();
  for (const wanted of called.parameters.filter(({ required }) => required)) {
    const found = parameters.find((each) => each.in === wanted.in && each.name === wanted.name && each.required);
    if (found === undefined || !isAlike(wanted, found, { schemas, own })) return undefined;
    const access = isIdentifier(wanted.name) ? `.${wanted.name}` : `[${quoted(wanted.name)}]`;
    const fields = places.get(wanted.in) ?? [];
    places.set(wanted.in, [...fields, `${propertyName(wanted.name)}: request.${wanted.in}${access}`]);
  }
  return [...places];
}

/** The same plain type, so that one is assignable to the other. */
function isAlike(
  wanted: Parameter,
  found: Parameter,
  { schemas, own }: { readonly schemas: ServiceModel['schemas']; readonly own: ServiceModel['schemas'] },
): boolean {
  if (wanted.in !== 'path' && wanted.in !== 'query') return false;
  const [left, right] = [plainType(wanted.schema, schemas), plainType(found.schema, own)];
  return left !== undefined && left === right;
}

function plainType(schema: JsonSchema, schemas: ServiceModel['schemas']): string | undefined {
  if (typeof schema !== 'object') return undefined;
  const name = typeof schema.$ref === 'string' ? schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1) : undefined;
  const resolved: JsonSchema | undefined = name === undefined ? schema : schemas[name];
  if (typeof resolved !== 'object' || !isPlain(resolved)) return undefined;
  return resolved.type === 'integer' ? 'number' : String(resolved.type);
}

function isPlain({ type, ...others }: JsonObject): boolean {
  const isNarrower = ['enum', 'const', 'oneOf', 'anyOf', 'allOf', '$ref', 'x-brrt-type'].some(
    (keyword) => keyword in others,
  );
  return !isNarrower && (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean');
}
