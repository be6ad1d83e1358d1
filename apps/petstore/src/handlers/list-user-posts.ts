import type { Context } from '../context.ts';
import type { ListUserPostsRequest, ListUserPostsResponse } from '../generated/handlers.gen.ts';
import { presentPost } from '../people/present-post.ts';

export function listUserPosts({ path, query }: ListUserPostsRequest, { dependencies }: Context): ListUserPostsResponse {
  const { entries, total } = dependencies.posts.by(path.user_id, query);
  return { status: 200, headers: { 'X-Total-Count': total }, body: entries.map(presentPost) };
}
