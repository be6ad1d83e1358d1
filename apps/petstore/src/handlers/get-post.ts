import type { Context } from '../context.ts';
import type { GetPostRequest, GetPostResponse } from '../generated/handlers.gen.ts';
import { presentPost } from '../people/present-post.ts';
import { notFound } from '../problems.ts';

export function getPost({ path }: GetPostRequest, { dependencies }: Context): GetPostResponse {
  const post = dependencies.posts.find(path.user_id, path.post_id);
  if (post === undefined) throw notFound('post');
  return { status: 200, body: presentPost(post) };
}
