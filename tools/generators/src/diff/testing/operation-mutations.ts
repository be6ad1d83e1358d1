import type { JsonObject, JsonValue } from '@brrt/service-model';
import type { ChangeLevel, ChangeRule } from '../change.ts';
import { entriesOf, escaped, isObject, type Place, replacedAt, resolved } from './find-sites.ts';

/** What has to be found: a change of this rule and level. */
export interface Expected {
  readonly id: ChangeRule;
  readonly level: ChangeLevel;
}

/** A change of an operation whose verdict is known, forth and back. */
export interface OperationMutation {
  readonly name: string;
  readonly change: (operation: Place, document: JsonObject) => ChangedDocument | undefined;
}

export interface ChangedDocument {
  readonly document: JsonObject;
  readonly forth: Expected;
  readonly back: Expected;
}

const newParameter = 'brrt-new-parameter';

function withValue(document: JsonObject, pointer: string, value: JsonValue | undefined): JsonObject {
  // A pointer of at least one token leaves an object.
  return replacedAt(document, pointer, value) as JsonObject;
}

function expected(forth: readonly [ChangeRule, ChangeLevel], back: readonly [ChangeRule, ChangeLevel]) {
  return { forth: { id: forth[0], level: forth[1] }, back: { id: back[0], level: back[1] } };
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** A parameter of the operation itself that may be left out. */
function optionalParameter({ pointer, value }: Place, document: JsonObject) {
  for (const at of listOf(value.parameters).keys()) {
    const found = resolved(document, `${pointer}/parameters/${at}`);
    const isPlain = found?.value.in === 'query' && found.value.required !== true && isObject(found.value.schema);
    if (found !== undefined && isPlain) return { at: `${pointer}/parameters/${at}`, parameter: found.value };
  }
  return undefined;
}

function successOf({ pointer, value }: Place, document: JsonObject) {
  const statuses = entriesOf(value.responses).map(([status]) => status);
  const isKnown = statuses.some((status) => ['default', '2xx', '2XX'].includes(status));
  const [status] = statuses.filter((each) => /^2\d\d$/.test(each));
  if (isKnown || statuses.length < 2 || status === undefined) return undefined;
  const at = `${pointer}/responses/${escaped(status)}`;
  const found = resolved(document, at);
  return found === undefined ? undefined : { at, response: found.value };
}

export const operationMutations: readonly OperationMutation[] = [
  {
    name: 'operation removed',
    change: ({ pointer }, document) => ({
      document: withValue(document, pointer, undefined),
      ...expected(['operation-removed', 'breaking'], ['operation-added', 'compatible']),
    }),
  },
  {
    name: 'required parameter added',
    change({ pointer, value }, document) {
      const added = { name: newParameter, in: 'query', required: true, schema: { type: 'string' } };
      return {
        document: withValue(document, `${pointer}/parameters`, [...listOf(value.parameters), added]),
        ...expected(['parameter-required', 'breaking'], ['parameter-removed', 'unknown']),
      };
    },
  },
  {
    name: 'optional parameter added',
    change({ pointer, value }, document) {
      const added = { name: newParameter, in: 'query', schema: { type: 'string' } };
      return {
        document: withValue(document, `${pointer}/parameters`, [...listOf(value.parameters), added]),
        ...expected(['parameter-added', 'compatible'], ['parameter-removed', 'unknown']),
      };
    },
  },
  {
    name: 'parameter made required',
    change(operation, document) {
      const found = optionalParameter(operation, document);
      return (
        found && {
          document: withValue(document, found.at, { ...found.parameter, required: true }),
          ...expected(['parameter-required', 'breaking'], ['parameter-optional', 'compatible']),
        }
      );
    },
  },
  {
    name: 'default of a parameter changed',
    change(operation, document) {
      const found = optionalParameter(operation, document);
      const schema = found?.parameter.schema;
      if (found === undefined || !isObject(schema) || schema.type !== 'integer' || schema.default === undefined)
        return undefined;
      return {
        document: withValue(document, found.at, {
          ...found.parameter,
          schema: { ...schema, default: Number(schema.default) + 1 },
        }),
        ...expected(['parameter-default', 'unknown'], ['parameter-default', 'unknown']),
      };
    },
  },
  {
    name: 'success removed',
    change(operation, document) {
      const found = successOf(operation, document);
      return (
        found && {
          document: withValue(document, found.at, undefined),
          ...expected(['response-status-removed', 'compatible'], ['response-status-added', 'breaking']),
        }
      );
    },
  },
  {
    name: 'media type of a response removed',
    change(operation, document) {
      const found = successOf(operation, document);
      const content = isObject(found?.response.content) ? found.response.content : {};
      const [mediaType] = Object.keys(content).filter((each) => /^[\w.+/-]+$/.test(each));
      if (found === undefined || mediaType === undefined || Object.keys(content).some((each) => each.includes('*')))
        return undefined;
      const { [mediaType]: _, ...left } = content;
      return {
        document: withValue(document, found.at, { ...found.response, content: left }),
        ...expected(['response-media-type-removed', 'breaking'], ['response-media-type-added', 'compatible']),
      };
    },
  },
  {
    name: 'media type of a body removed',
    change({ pointer }, document) {
      const found = resolved(document, `${pointer}/requestBody`);
      const content = isObject(found?.value.content) ? found.value.content : {};
      if (found === undefined || Object.keys(content).some((each) => each.includes('*'))) return undefined;
      const more = { ...content, 'application/x-brrt-new': {} };
      return {
        document: withValue(document, `${pointer}/requestBody`, { ...found.value, content: more }),
        ...expected(['body-media-type-added', 'compatible'], ['body-media-type-removed', 'breaking']),
      };
    },
  },
  {
    name: 'security scheme added',
    change({ pointer, value }, document) {
      const inForce = listOf(value.security ?? document.security);
      const alternatives = inForce.length === 0 ? [{}] : inForce;
      const scheme = { type: 'apiKey', in: 'header', name: 'X-Brrt-New' };
      const schemes = isObject(document.components) ? (document.components.securitySchemes ?? {}) : {};
      const changed = withValue(
        document,
        `${pointer}/security`,
        alternatives.map((each) => ({ ...(each as JsonObject), brrtNew: [] })),
      );
      return {
        document: withValue(changed, '/components/securitySchemes', { ...(schemes as JsonObject), brrtNew: scheme }),
        ...expected(['security-narrowed', 'breaking'], ['security-widened', 'compatible']),
      };
    },
  },
];
