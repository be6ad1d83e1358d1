import { gather, optional } from '@brrt/service-client';
import type { Context } from '../context.ts';
import { askForOrders, askForPets, askForRecommendations, askForUser } from '../dashboard/ask-for-parts.ts';
import type { GetDashboardRequest, GetDashboardResponse } from '../generated/handlers.gen.ts';

export async function getDashboard({ path }: GetDashboardRequest, context: Context): Promise<GetDashboardResponse> {
  // RFC 9562 §4: upper and lower case are the same UUID; other services may compare text.
  const userId = path.userId.toLowerCase();
  const { pets, missing, ...required } = await gather(context, {
    user: () => askForUser(userId, context),
    orders: () => askForOrders(userId, context),
    recommendations: () => askForRecommendations(userId, context),
    pets: optional(() => askForPets(userId, context)),
  });
  if (pets === undefined) return { status: 200, body: { ...required, missing } };
  return { status: 200, body: { ...required, pets } };
}
