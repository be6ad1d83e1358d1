import type { JsonObject, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import { nearestName } from '../parse/nearest-name.ts';
import type { ParseContext } from '../parse/parse-text.ts';
import { typeName } from '../parse/read-scalar.ts';
import type { Overlay, OverlayAction, OverlayChange } from './overlay.ts';

/** Reads an Overlay Document, version 1.0 or 1.1. `undefined`: it cannot be applied, and the report says why. */
export function readOverlay(document: JsonValue, file: string, context: ParseContext): Overlay | undefined {
  if (!isObject(document)) {
    const at = { file, line: 1, column: 1, pointer: '' };
    context.report.error({ at, code: 'malformed-overlay', message: 'An overlay is an object' });
    return undefined;
  }
  const version = readVersion(document, context);
  if (version === undefined) return undefined;
  reportUnknown(document, ['overlay', 'info', 'extends', 'actions'], context);
  readInfo(document, { ...context, version });
  const target = readText(document, 'extends', context);
  const actions = readActions(document, { ...context, version });
  if (actions === undefined) return undefined;
  return { source: document, actions, ...(target === undefined ? {} : { extends: target }) };
}

type OverlayVersion = '1.0' | '1.1';

interface OverlayContext extends ParseContext {
  readonly version: OverlayVersion;
}

function readVersion(document: JsonObject, context: ParseContext): OverlayVersion | undefined {
  const { overlay } = document;
  const version = typeof overlay === 'string' ? /^(1\.[01])\.\d+$/.exec(overlay)?.[1] : undefined;
  // The expression lets through these two.
  if (version !== undefined) return version as OverlayVersion;
  const message =
    overlay === undefined
      ? 'This is no overlay: it has no "overlay" with its version'
      : `Overlay version ${JSON.stringify(overlay)} is not supported`;
  return malformed({ container: document, key: 'overlay' }, message, context, 'Supported are "1.0.0" and "1.1.0"');
}

function readInfo(document: JsonObject, context: OverlayContext): void {
  const { info } = document;
  if (!isObject(info)) {
    reportWrong({ container: document, key: 'info' }, 'an object with "title" and "version"', context);
    return;
  }
  reportUnknown(info, ['title', 'version', ...(context.version === '1.1' ? ['description'] : [])], context);
  for (const field of ['title', 'version']) {
    if (typeof info[field] !== 'string') reportWrong({ container: info, key: field }, 'a string', context);
  }
  readText(info, 'description', context);
}

function readActions(document: JsonObject, context: OverlayContext): readonly OverlayAction[] | undefined {
  const { actions } = document;
  if (!isList(actions) || actions.length === 0)
    return malformed({ container: document, key: 'actions' }, '"actions" is a list with at least one action', context);
  const seen = new Set<string>();
  const read = actions.map((action, index): OverlayAction | undefined => {
    const place = { container: actions, key: String(index) };
    const text = JSON.stringify(action);
    if (seen.has(text)) {
      const at = context.sources.locate(place.container, place.key);
      context.report.warning({ at, code: 'duplicate-item', message: 'The same action stands twice in the list' });
    }
    seen.add(text);
    return readAction(action, place, context);
  });
  return read.includes(undefined) ? undefined : read.filter((action) => action !== undefined);
}

function readAction(action: JsonValue, place: FieldPlace, context: OverlayContext): OverlayAction | undefined {
  if (!isObject(action)) return malformed(place, `An action is an object, not ${typeName(action)}`, context);
  const { target } = action;
  reportUnknown(action, ['target', 'description', 'update', 'copy', 'remove'], context);
  readText(action, 'description', context);
  if (typeof target !== 'string' || !target.startsWith('$'))
    return malformed({ container: action, key: 'target' }, '"target" is a JSONPath that starts with "$"', context);
  const change = readChange(action, context);
  return change === undefined ? undefined : { source: action, target, change };
}

function readChange(action: JsonObject, context: OverlayContext): OverlayChange | undefined {
  const { remove, copy, update } = action;
  if (remove !== undefined && typeof remove !== 'boolean')
    return malformed({ container: action, key: 'remove' }, '"remove" is true or false', context);
  if (copy !== undefined && typeof copy !== 'string')
    return malformed({ container: action, key: 'copy' }, '"copy" is a JSONPath', context);
  if (copy !== undefined && context.version === '1.0') {
    const at = context.sources.locate(action, 'copy');
    const message = '"copy" is no field of an action in Overlay 1.0';
    context.report.warning({ at, code: 'newer-field', message, hint: 'It is read as in Overlay 1.1' });
  }
  if (remove === true) return { kind: 'remove' };
  if (copy !== undefined && update !== undefined)
    return malformed({ container: action, key: 'copy' }, '"update" and "copy" exclude each other', context);
  if (copy !== undefined) return { kind: 'copy', from: copy };
  if (update !== undefined) return { kind: 'update', value: update };
  const at = context.sources.locate(action);
  const hint = 'Write "update", "copy" or "remove"';
  context.report.warning({
    at,
    code: 'action-without-change',
    message: 'This action of the overlay changes nothing',
    hint,
  });
  return { kind: 'none' };
}

interface FieldPlace {
  readonly container: object;
  readonly key?: string;
}

function malformed({ container, key }: FieldPlace, message: string, context: ParseContext, hint?: string): undefined {
  const at = context.sources.locate(container, key);
  context.report.error({ at, code: 'malformed-overlay', message, ...(hint === undefined ? {} : { hint }) });
  return undefined;
}

// What is wrong about the overlay but leaves its actions as they are.
function reportWrong({ container, key }: Required<FieldPlace>, wanted: string, context: ParseContext): void {
  const at = context.sources.locate(container, key);
  const value = (container as JsonObject)[key];
  if (value === undefined)
    context.report.warning({ at, code: 'missing-field', message: `The overlay has no "${key}", which is required` });
  else
    context.report.warning({ at, code: 'wrong-type', message: `"${key}" must be ${wanted}, not ${typeName(value)}` });
}

function readText(holder: JsonObject, key: string, context: ParseContext): string | undefined {
  const value = holder[key];
  if (value === undefined || typeof value === 'string') return value;
  reportWrong({ container: holder, key }, 'a string', context);
  return undefined;
}

function reportUnknown(holder: JsonObject, known: readonly string[], { report, sources }: ParseContext): void {
  for (const key of Object.keys(holder)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    const near = nearestName(key, known);
    report.warning({
      at: sources.locate(holder, key),
      code: 'unknown-field',
      message: `"${key}" is no field of an overlay here`,
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
    });
  }
}
