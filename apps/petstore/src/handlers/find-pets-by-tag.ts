import type { Context } from '../context.ts';
import type { FindPetsByTagRequest, FindPetsByTagResponse } from '../generated/handlers.gen.ts';

// 1 January 2026 as RFC 9745 §2.1 writes it.
const deprecatedSince = '@1767225600';

export function findPetsByTag({ path }: FindPetsByTagRequest, { dependencies }: Context): FindPetsByTagResponse {
  const { entries } = dependencies.pets.list({ limit: 100, offset: 0 }, [path.tag]);
  const Link = `</pets?tags=${encodeURIComponent(path.tag)}>; rel="successor-version"`;
  return { status: 200, headers: { Deprecation: deprecatedSince, Link }, body: entries };
}
