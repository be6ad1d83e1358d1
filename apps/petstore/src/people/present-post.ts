import type { Post } from './posts.ts';

/** A post under the contract's names. */
export function presentPost({ authorId, ...post }: Post) {
  return { ...post, author_id: authorId };
}
