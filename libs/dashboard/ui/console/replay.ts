import type { OperationInfo, ParameterInfo, SchemaBundle } from '../../src/api/services.ts';
import type { Span, Trace } from '../../src/api/telemetry.ts';
import { type Draft, parameterKey } from './draft.ts';
import { describeField, type FormField } from './form-model.ts';
import { numberOf } from './form-value.ts';

/** The span of a request that this operation answered: the one that is asked for, else the first that fits. */
export function spanToReplay(trace: Trace, operation: OperationInfo, spanId: string | undefined): Span | undefined {
  const served = trace.spans.filter(({ kind }) => kind === 'server');
  const asked = trace.spans.find((span) => span.spanId === spanId);
  const own = (span: Span): boolean => span.attributes['brrt.operation'] === operation.id;
  // A failure may be told of a child of the server span.
  const around = served.find((span) => asked !== undefined && isWithin(asked, span));
  return [asked, around, ...served].find((span) => span !== undefined && own(span) && pathOf(span) !== undefined);
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.startedAt >= outer.startedAt && inner.startedAt <= outer.startedAt + outer.duration;
}

function pathOf({ attributes }: Span): string | undefined {
  const path = attributes['url.path'];
  return typeof path === 'string' ? path : undefined;
}

/** The draft with the parameters that a recorded request had. Bodies, headers and cookies are not recorded, queries by some services alone. */
export function replayDraft(
  draft: Draft,
  operation: OperationInfo,
  request: { readonly span: Span; readonly bundle: SchemaBundle },
): Draft {
  const query = request.span.attributes['url.query'];
  const search = new URLSearchParams(typeof query === 'string' ? query : '');
  const inPath = matchPath(operation.path, pathOf(request.span) ?? '');
  const parameters: Record<string, unknown> = {};
  for (const parameter of operation.parameters) {
    const texts =
      parameter.in === 'path'
        ? inPath.get(parameter.name)
        : parameter.in === 'query'
          ? search.getAll(parameter.name)
          : undefined;
    if (texts !== undefined && texts.length > 0)
      parameters[parameterKey(parameter)] = typedValue(parameter, texts, request.bundle);
  }
  // What the recorded request left out is left out again, where its query was recorded at all.
  const kept = Object.entries(draft.parameters).filter(
    ([key]) => typeof query !== 'string' || !key.startsWith('query/'),
  );
  return { ...draft, parameters: { ...Object.fromEntries(kept), ...parameters }, sendInvalid: true };
}

/** Values by name of `/pets/{id}` in a path, whatever the server's own path is in front of it. */
function matchPath(template: string, path: string): ReadonlyMap<string, readonly string[]> {
  const names: string[] = [];
  const pattern = template.split(/(\{[^}]*\})/).map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(part.slice(1, -1));
    return '([^/]*)';
  });
  const found = new RegExp(`${pattern.join('')}$`).exec(path);
  return new Map(names.map((name, index) => [name, [decode(found?.[index + 1] ?? '')]]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Styles of arrays as they are written most: repeated, or with commas. */
function typedValue(parameter: ParameterInfo, texts: readonly string[], bundle: SchemaBundle): unknown {
  const field = describeField(parameter.schema, bundle);
  if (field.kind !== 'array') return scalarOf(field, texts[0] ?? '');
  const items = texts.length === 1 ? (texts[0] ?? '').split(',') : texts;
  const { items: schema = true } = field;
  return items.map((item) => scalarOf(describeField(schema, bundle), item));
}

function scalarOf(field: FormField, text: string): unknown {
  if (field.kind === 'number') return numberOf(text);
  if (field.kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (field.kind === 'enum') return field.options.find(({ label }) => label === text)?.value ?? text;
  return text;
}
