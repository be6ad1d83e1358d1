import type { Context } from '../context.ts';
import type { GetUserRecommendationsRequest, GetUserRecommendationsResponse } from '../generated/handlers.gen.ts';

export function getUserRecommendations(
  { path, query }: GetUserRecommendationsRequest,
  { dependencies }: Context,
): GetUserRecommendationsResponse {
  const recommendations = dependencies.recommendations.recommend(path.user_id, query.limit);
  return { status: 200, body: { userId: path.user_id, recommendations } };
}
