import { gather, optional } from '@brrt/service-client';
import type { Context } from '../context.ts';
import { askForOrders, askForPets, askForUser } from '../dashboard/ask-for-parts.ts';
import type { GetMobileDashboardRequest, GetMobileDashboardResponse } from '../generated/handlers.gen.ts';

export async function getMobileDashboard(
  { path }: GetMobileDashboardRequest,
  context: Context,
): Promise<GetMobileDashboardResponse> {
  // RFC 9562 §4: upper and lower case are the same UUID; other services may compare text.
  const userId = path.userId.toLowerCase();
  const { user, orders, pets } = await gather(context, {
    user: () => askForUser(userId, context),
    orders: () => askForOrders(userId, context),
    pets: optional(() => askForPets(userId, context)),
  });
  const [newest] = orders;
  const body = {
    name: user.name,
    ...(newest !== undefined && { newestOrder: { id: newest.id, status: newest.status } }),
    ...(pets !== undefined && { pets: pets.map(({ name }) => name) }),
  };
  return { status: 200, body };
}
