import type { NamedRule } from '@brrt/router-core/body';
import { isAnyText, shapeOf } from '@brrt/router-core/params';
import type { Header } from '@brrt/service-model';
import type { PartFinding } from './compare-parts.ts';
import { moveOf } from './compare-places.ts';
import type { DiffContext } from './diff-context.ts';
import { sentHeader } from './witness.ts';

interface PartPair {
  readonly old: NamedRule;
  readonly fresh: NamedRule;
}

/** Headers of a part: all that the old contract takes, the new one takes. */
export function comparePartHeaders({ old, fresh }: PartPair, context: DiffContext): readonly PartFinding[] {
  const known = new Map((old.encoding?.headers ?? []).map((header) => [header.name.toLowerCase(), header]));
  const after = new Map((fresh.encoding?.headers ?? []).map((header) => [header.name.toLowerCase(), header]));
  const added = [...after].flatMap(([key, now]): readonly PartFinding[] => {
    const header = known.get(key);
    const what = `header ${now.name} of ${old.name}`;
    if (header !== undefined) return compareHeader({ header, now, what, old }, context);
    if (!now.required) return [{ level: 'compatible', text: `${what} may be sent` }];
    return [{ level: 'breaking', text: `${what} has to be sent`, sent: {} }];
  });
  const gone = [...known].filter(([key]) => !after.has(key));
  const removed = gone.map(([, { name }]): PartFinding => {
    return { level: 'compatible', text: `header ${name} of ${old.name} is gone and ignored where it is sent` };
  });
  return [...added, ...removed];
}

interface HeaderPair {
  readonly header: Header;
  readonly now: Header;
  readonly what: string;
  readonly old: NamedRule;
}

function compareHeader(pair: HeaderPair, context: DiffContext): readonly PartFinding[] {
  const { header, now, what } = pair;
  const presence: readonly PartFinding[] =
    header.required === now.required
      ? []
      : now.required
        ? [{ level: 'breaking', text: `${what} has to be sent`, sent: {} }]
        : [{ level: 'compatible', text: `${what} may be left out` }];
  if (writingOf(header, context.old) !== writingOf(now, context.fresh))
    return [...presence, { level: 'unknown', text: `${what} is written in another way` }];
  return [...presence, ...compareValue(pair, context)];
}

/** Only objects look otherwise when they are exploded. */
function writingOf({ explode, content, schema }: Header, { model }: DiffContext['old']): string {
  if (content !== undefined) return content.mediaType;
  return explode && shapeOf(schema, model.schemas).types.has('object') ? 'exploded' : '';
}

function compareValue({ header, now, what, old }: HeaderPair, context: DiffContext): readonly PartFinding[] {
  const placeOf = ({ content, schema }: Header) =>
    ({ key: what, schema: content === undefined ? schema : (content.schema ?? true), direction: 'request' }) as const;
  const receiver = { contract: context.fresh.model, place: placeOf(now) };
  const movement = moveOf({ contract: context.old.model, place: placeOf(header) }, receiver, context);
  switch (movement.kind) {
    case 'wider':
      return [{ level: 'compatible', text: `${what} takes more` }];
    case 'unknown':
      return [{ level: 'unknown', text: `${what} may take less: ${movement.reason}` }];
    case 'broken': {
      if (isRead(movement.witness, now, context)) {
        const isMore = now.content === undefined && isAnyText(now.schema, context.fresh.model.schemas);
        if (isMore) return [{ level: 'compatible', text: `${what} takes any text` }];
        return [{ level: 'unknown', text: `${what} may take less: as text, what was found is taken` }];
      }
      // The cast: a witness was checked as JSON.
      const shown = { ...header, required: true, schema: { const: movement.witness as never } };
      const headers = (old.encoding?.headers ?? []).map((each) => (each === header ? shown : each));
      return [{ level: 'breaking', text: `${what} takes less`, sent: { headers } }];
    }
    default:
      return [];
  }
}

/** What schemas refuse may be taken as it is read from text. */
function isRead(value: unknown, now: Header, { fresh }: DiffContext): boolean {
  if (now.content !== undefined) return false;
  const shape = shapeOf(now.schema, fresh.model.schemas);
  if (shape.kind !== 'primitive') return true;
  const place = { key: now.name, schema: now.schema, direction: 'request' } as const;
  return fresh.schemas.compile(place).isValid(shape.coerce(sentHeader(now, value)));
}
