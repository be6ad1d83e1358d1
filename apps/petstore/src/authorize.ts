import type { AuthorizersOf } from '@brrt/router-core';
import type { Context } from './context.ts';
import type { Handlers } from './generated/handlers.gen.ts';
import { notFound } from './problems.ts';

/**
 * Whose objects a caller may use. Holders of an API key are applications that run the store, as are administrators: they may use
 * everything that their credentials open. A user who signs in sees what is theirs, and nothing of what is not.
 */
export const authorize: AuthorizersOf<Handlers<Context>> = {
  findPetsByTag: 'allow',
  getPet: 'allow',
  replacePet: 'allow',
  updatePet: 'allow',
  deletePet: 'allow',
  getUser: 'allow',
  deleteUser: 'allow',
  headUser: 'allow',
  listUserPosts: 'allow',
  getPost: 'allow',
  listUserPets: 'allow',
  listUserOrders: 'allow',
  getUserRecommendations: 'allow',
  getOrder: ({ path }, { principal, dependencies }) => {
    const order = dependencies.orders.find(path.orderId);
    if (order === undefined || maySeeOrdersOf(order.userId, principal)) return true;
    // As if it did not exist: that there is such an order is nobody else's business.
    throw notFound('order');
  },
  getItem: 'allow',
  postItem: 'allow',
  downloadFile: 'allow',
  getMatrix: 'allow',
  getLabel: 'allow',
  deleteWebhook: 'allow',
};

function maySeeOrdersOf(userId: string, principal: Context['principal']): boolean {
  if (principal === undefined) return false;
  const isUser = principal.scheme === 'BearerAuth' || principal.scheme === 'OAuth2';
  return !isUser || principal.subject === userId || principal.scopes.includes('admin');
}
