import { ProblemError } from '@brrt/router-core';
import { UpstreamUnavailableError } from '@brrt/service-client';
import type { Context } from '../context.ts';
import type { DashboardOrder, DashboardPet, DashboardUser, Recommendation } from '../generated/types.gen.ts';

const shownOrders = 10;
const shownRecommendations = 5;

/** @throws ProblemError 404 when there is no such user */
export async function askForUser(userId: string, { clients }: Context): Promise<DashboardUser> {
  const answer = await clients.userService.getUser({ path: { id: userId } });
  if (answer.status === 404) throw userNotFound(userId);
  if (answer.status !== 200) throw unexpected('user-service', 'getUser', answer.status);
  const { id, name, email, role } = answer.body;
  return { id, name, email, role };
}

export async function askForOrders(userId: string, { clients }: Context): Promise<DashboardOrder[]> {
  const request = { path: { user_id: userId }, query: { limit: shownOrders } };
  const answer = await clients.petstore.listUserOrders(request);
  if (answer.status !== 200) throw unexpected('petstore', 'listUserOrders', answer.status);
  return answer.body.orders.map(({ id, status, placedAt, total, lines }) => ({
    id,
    status,
    placedAt,
    total,
    lines: lines.map(({ name, quantity }) => ({ name, quantity })),
  }));
}

export async function askForRecommendations(userId: string, { clients }: Context): Promise<Recommendation[]> {
  const request = { path: { user_id: userId }, query: { limit: shownRecommendations } };
  const answer = await clients.petstore.getUserRecommendations(request);
  if (answer.status !== 200) throw unexpected('petstore', 'getUserRecommendations', answer.status);
  return answer.body.recommendations.map(({ item, reason }) => ({
    itemId: item.id,
    name: item.name,
    reason,
    ...(item.price !== undefined && { price: item.price }),
  }));
}

export async function askForPets(userId: string, { clients }: Context): Promise<readonly DashboardPet[]> {
  const answer = await clients.userService.listUserPets({ path: { id: userId } });
  if (answer.status !== 200) throw unexpected('user-service', 'listUserPets', answer.status);
  return answer.body.items;
}

function userNotFound(userId: string): ProblemError {
  return new ProblemError({
    status: 404,
    type: 'user-not-found',
    title: 'There is no such user',
    detail: `No user has the id ${userId}`,
  });
}

function unexpected(service: string, operation: string, answered: number): UpstreamUnavailableError {
  return new UpstreamUnavailableError({ service, operation, answered });
}
