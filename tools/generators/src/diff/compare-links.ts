import type { Link, Response } from '@brrt/service-model';
import type { FoundChange } from './diff-context.ts';

/** Links of a response: who follows one finds it gone, or leading elsewhere. */
export function compareLinks(old: Response, fresh: Response): readonly FoundChange[] {
  const after = new Map(fresh.links.map((link) => [link.name, link]));
  const before = new Map(old.links.map((link) => [link.name, link]));
  const common = { id: 'response-link-changed', direction: 'response' } as const;
  const partOf = ({ name }: Link): string => `response ${fresh.status} link ${name}`;
  return [
    ...[...before.values()].flatMap((link): readonly FoundChange[] => {
      const now = after.get(link.name);
      if (now !== undefined && meaningOf(now) === meaningOf(link)) return [];
      const part = partOf(link);
      const text = now === undefined ? `${part} is gone` : `${part} leads elsewhere, or with other values`;
      const at = { old: link.source, new: now?.source ?? fresh.source };
      return [{ ...common, ...at, part, level: 'unknown', text, content: [link, now] }];
    }),
    ...[...after.values()]
      .filter(({ name }) => !before.has(name))
      .map((link): FoundChange => {
        const part = partOf(link);
        return {
          ...common,
          part,
          level: 'compatible',
          text: `${part} is new`,
          new: link.source,
          content: [undefined, link],
        };
      }),
  ];
}

function meaningOf({ target, parameters, requestBody, server }: Link): string {
  return JSON.stringify([target?.method, target?.path, parameters, requestBody, server?.url]);
}
