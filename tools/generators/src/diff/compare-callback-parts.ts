import { isAnyText } from '@brrt/router-core/params';
import type { Callback, Operation, Parameter } from '@brrt/service-model';
import { normalizedUrl } from './compare-document.ts';
import { isWrittenAlike, lostValue } from './compare-parameters.ts';
import { atPointers, moveOf } from './compare-places.ts';
import { describeSecurity } from './compare-security.ts';
import type { DiffContext, FoundChange, Revision } from './diff-context.ts';

/** The same webhook or callback in both revisions. */
export interface CallbackPair {
  readonly old: Callback;
  readonly fresh: Callback;
  readonly part: string;
}

/** What receivers are asked beside the schemas of bodies: whether there is a body, parameters, credentials, where it goes. */
export function compareCallbackParts(pair: CallbackPair, context: DiffContext): readonly FoundChange[] {
  return [...comparePresence(pair), ...compareParameters(pair, context), ...compareRest(pair, context)];
}

function changeOf(pair: CallbackPair, level: FoundChange['level'], text: string): FoundChange {
  const { old, fresh, part } = pair;
  const at = { part, old: old.source, new: fresh.source, content: [old, fresh] };
  return { ...at, id: 'webhook-changed', level, direction: 'response', text: `${part}: ${text}` };
}

/** The message without a body is the witness. */
function shown(change: FoundChange, message: string): FoundChange {
  return { ...change, witness: { kind: 'response', text: message } };
}

function comparePresence(pair: CallbackPair): readonly FoundChange[] {
  const [old, fresh] = [pair.old.requestBody, pair.fresh.requestBody];
  const wasSure = old?.required === true;
  if (wasSure && fresh?.required !== true) {
    return [shown(changeOf(pair, 'breaking', 'its body may be missing'), `${pair.fresh.method} without a body`)];
  }
  if (old === undefined && fresh !== undefined) return [changeOf(pair, 'unknown', 'it has a body now')];
  if (old !== undefined && fresh === undefined) return [changeOf(pair, 'unknown', 'it has no body any more')];
  return !wasSure && fresh?.required === true ? [changeOf(pair, 'compatible', 'its body is always sent')] : [];
}

function compareParameters(pair: CallbackPair, context: DiffContext): readonly FoundChange[] {
  const keyOf = ({ in: place, name }: Parameter): string =>
    `${place} ${place === 'header' ? name.toLowerCase() : name}`;
  const [before, after] = [pair.old, pair.fresh].map(
    ({ parameters }) => new Map(parameters.map((parameter) => [keyOf(parameter), parameter])),
  );
  const changes: FoundChange[] = [];
  for (const [key, parameter] of before ?? []) {
    const now = after?.get(key);
    if (parameter.required && now?.required !== true) {
      changes.push(shown(changeOf(pair, 'breaking', `${key} may be missing`), `${pair.fresh.method} without ${key}`));
    } else if (now === undefined) changes.push(changeOf(pair, 'unknown', `${key} is not sent any more`));
    if (now !== undefined) changes.push(...compareValue(pair, { old: parameter, fresh: now, key }, context));
  }
  for (const [key] of after ?? []) {
    if (before?.has(key) !== true) changes.push(changeOf(pair, 'compatible', `${key} may be sent`));
  }
  return changes;
}

interface SentParameter {
  readonly old: Parameter;
  readonly fresh: Parameter;
  readonly key: string;
}

function compareValue(
  pair: CallbackPair,
  { old, fresh, key }: SentParameter,
  context: DiffContext,
): readonly FoundChange[] {
  const always = fresh.required && !old.required ? [changeOf(pair, 'compatible', `${key} is always sent`)] : [];
  const place = ({ schema, content }: Parameter) =>
    ({ key, schema: content?.schema ?? schema, direction: 'response' }) as const;
  const movement = moveOf(
    { contract: context.fresh.model, place: place(fresh) },
    { contract: context.old.model, place: place(old) },
    context,
  );
  // The service sends: the new contract writes, the old one reads.
  const sent = { old: fresh, fresh: old, pair: { old: operationOf(pair.fresh), fresh: operationOf(pair.old) } };
  const back = { ...context, old: context.fresh, fresh: context.old };
  const isSameStyle = isWrittenAlike(sent, back);
  if (movement.kind === 'same' && isSameStyle) return always;
  const lost = lostValue(sent, { isSameStyle, tried: movement.kind === 'broken' ? [movement.witness] : [] }, back);
  if (lost !== undefined) {
    const where = movement.kind === 'broken' ? atPointers(movement.pointers) : '';
    const what = isSameStyle ? `may hold what its receiver refuses${where}` : 'is written in another way';
    return [...always, shown(changeOf(pair, 'breaking', `${key} ${what}`), `${key}: ${JSON.stringify(lost)}`)];
  }
  if (!isSameStyle) return [...always, changeOf(pair, 'unknown', `${key} is written in another way`)];
  const isTaken = old.content === undefined && isAnyText(old.schema, context.old.model.schemas);
  if (movement.kind === 'wider' || isTaken)
    return [...always, changeOf(pair, 'compatible', `${key} holds less than it could`)];
  const why = movement.kind === 'unknown' ? movement.reason : 'as text, what the old schema refuses is read';
  return [...always, changeOf(pair, 'unknown', `${key} may hold more: ${why}`)];
}

/** As a receiver has it. */
function operationOf({ name, method, parameters, source }: Callback): Operation {
  const nothing = { basePaths: [''], tags: [], responses: [], security: [], callbacks: [], extensions: {} };
  return { ...nothing, id: name, name, method, path: '/', deprecated: false, parameters, source };
}

function compareRest(pair: CallbackPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const statuses = ({ responses }: Callback): readonly string[] => responses.map(({ status }) => status);
  const gone = statuses(old).filter((status) => !expects(statuses(fresh), status));
  const added = statuses(fresh).filter((status) => !statuses(old).includes(status));
  const text = (value: unknown): string => JSON.stringify(value ?? null);
  const asked = ({ security }: Callback, { model }: Revision) => security && describeSecurity(security, model);
  const urls = ({ servers = [] }: Callback): readonly string[] => servers.map(({ url }) => normalizedUrl(url));
  return [
    ...(gone.length > 0 ? [changeOf(pair, 'unknown', `an answer ${gone.join(', ')} is not expected any more`)] : []),
    ...(added.length > 0 ? [changeOf(pair, 'compatible', `it may be answered with ${added.join(', ')}`)] : []),
    ...(text(asked(old, context.old)) === text(asked(fresh, context.fresh))
      ? []
      : [changeOf(pair, 'unknown', 'it asks for other credentials')]),
    ...(text(urls(old)) === text(urls(fresh)) ? [] : [changeOf(pair, 'unknown', 'it goes to other servers')]),
  ];
}

function expects(statuses: readonly string[], status: string): boolean {
  return [status, `${status.charAt(0)}XX`, 'default'].some((name) => statuses.includes(name));
}
