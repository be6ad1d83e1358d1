import type { BuildContext } from './build-context.ts';
import { definedFields, fieldOf } from './fields.ts';
import type { JsonObject } from './json.ts';
import { templateNames } from './path-template.ts';
import type { Operation, Parameter, PassThrough } from './service-model.ts';

/** BRRTRouter's extensions for operations that another service answers. */
const serviceField = 'x-service';
const pathField = 'x-brrtrouter-downstream-path';

/**
 * Where requests of an operation go on to; empty when it says nothing of that, or nothing that can be followed, and for those
 * that this service implements all the same (`x-brrtrouter-impl: true`).
 */
export function buildPassThrough(
  operation: JsonObject,
  parameters: readonly Parameter[],
  context: BuildContext,
): Pick<Operation, 'passThrough'> {
  const service = fieldOf(operation, serviceField);
  const path = fieldOf(operation, pathField);
  if (service === undefined && path === undefined) return {};
  if (fieldOf(operation, 'x-brrtrouter-impl') === true) return {};
  if (service === undefined || path === undefined) {
    reportHalf(operation, service === undefined ? pathField : serviceField, context);
    return {};
  }
  const places: PassThroughPlaces = { operation, parameters, context };
  const isSound = [checkService(service, places), checkPath(path, places), checkConnection(places)].every(Boolean);
  return definedFields<Pick<Operation, 'passThrough'>>({
    // The cast: both were found to be texts.
    passThrough: isSound ? ({ service, path } as PassThrough) : undefined,
  });
}

interface PassThroughPlaces {
  readonly operation: JsonObject;
  readonly parameters: readonly Parameter[];
  readonly context: BuildContext;
}

function reportHalf(operation: JsonObject, given: string, { report, sources }: BuildContext): void {
  const missing = given === serviceField ? pathField : serviceField;
  report.warning({
    at: sources.locate(operation, given),
    code: 'incomplete-pass-through',
    message: `"${given}" has no effect without "${missing}"`,
    hint: `Add "${missing}": ${missing === pathField ? 'the path at the called service, such as /pets/{id}' : 'the name of the called service, as in clients.<service> of config.yaml'}`,
  });
}

/** A gateway hands on messages; a WebSocket is none. */
function checkConnection({ operation, context: { report, sources } }: PassThroughPlaces): boolean {
  if (fieldOf(operation, 'x-websocket') === undefined) return true;
  report.error({
    at: sources.locate(operation, serviceField),
    code: 'invalid-pass-through',
    message: 'A WebSocket is not passed on to another service',
    hint: `Write a handler that is a client of the other one, and leave out "${serviceField}"`,
  });
  return false;
}

function checkService(service: unknown, { operation, context: { report, sources } }: PassThroughPlaces): boolean {
  if (typeof service === 'string' && /^[a-z\d](?:[\w.-]*[a-z\d])?$/i.test(service)) return true;
  report.error({
    at: sources.locate(operation, serviceField),
    code: 'invalid-pass-through',
    message: `"${serviceField}" has to name a service in letters, digits, hyphens, dots and underscores`,
    hint: 'It is the name that stands in clients.<service> of config.yaml',
  });
  return false;
}

function checkPath(path: unknown, { operation, parameters, context }: PassThroughPlaces): boolean {
  const { report, sources } = context;
  const at = sources.locate(operation, pathField);
  const fault = typeof path === 'string' ? faultOf(path) : 'is no text';
  if (typeof path !== 'string' || fault !== undefined) {
    report.error({
      at,
      code: 'invalid-pass-through',
      message: `"${pathField}" ${fault}`,
      hint: 'Write a path template such as /pets/{id}; the query of the request is passed on by itself',
    });
    return false;
  }
  const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const unknown = templateNames(path).filter((name) => !declared.includes(name));
  for (const name of unknown) {
    report.error({
      at,
      code: 'undeclared-path-parameter',
      message: `"${pathField}" needs {${name}}, which the operation has no path parameter for`,
      hint: declared.length === 0 ? 'The operation has none' : `It has ${declared.join(', ')}`,
    });
  }
  return unknown.length === 0;
}

// RFC 3986 §3.3: what may stand in a segment beside braces of variables.
const segment = /^(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2}|\{[^{}/?#%]+\})*$/i;

function faultOf(path: string): string | undefined {
  if (!path.startsWith('/')) return 'has to begin with a slash';
  if (/[?#]/.test(path)) return 'has a query or fragment';
  const segments = path.slice(1).split('/');
  if (segments.some((each) => !segment.test(each)))
    return 'has braces that form no variable, or characters to be encoded';
  const plain = segments.map((each) => each.replaceAll(/%2e/gi, '.'));
  return plain.some((each) => each === '.' || each === '..') ? 'has a segment that leads to another path' : undefined;
}
