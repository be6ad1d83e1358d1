import type { Context } from '../context.ts';
import { askForOrders, askForPets, askForRecommendations, askForUser } from '../dashboard/ask-for-parts.ts';
import type { GetDashboardRequest, GetDashboardResponse } from '../generated/handlers.gen.ts';

export async function getDashboard({ path }: GetDashboardRequest, context: Context): Promise<GetDashboardResponse> {
  // RFC 9562 §4: upper and lower case are the same UUID; other services may compare text.
  const userId = path.userId.toLowerCase();
  const [user, orders, recommendations, pets] = await Promise.all([
    askForUser(userId, context),
    askForOrders(userId, context),
    askForRecommendations(userId, context),
    askForPets(userId, context),
  ]);
  const body = { user, orders, recommendations, ...(pets !== undefined && { pets }) };
  return { status: 200, body };
}
