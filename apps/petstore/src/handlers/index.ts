import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';
import { addCategory } from './add-category.ts';
import { addPet } from './add-pet.ts';
import { adminSettings } from './admin-settings.ts';
import { admitAnimal } from './admit-animal.ts';
import { deletePet } from './delete-pet.ts';
import { deleteUser } from './delete-user.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { downloadFile } from './download-file.ts';
import { findNearestStores } from './find-nearest-stores.ts';
import { findPetsByTag } from './find-pets-by-tag.ts';
import { getCategoryTree } from './get-category-tree.ts';
import { getInventory } from './get-inventory.ts';
import { getItem } from './get-item.ts';
import { getLabel } from './get-label.ts';
import { getMatrix } from './get-matrix.ts';
import { getOrder } from './get-order.ts';
import { getPet } from './get-pet.ts';
import { getPost } from './get-post.ts';
import { getUser } from './get-user.ts';
import { getUserRecommendations } from './get-user-recommendations.ts';
import { headUser } from './head-user.ts';
import { listAnimals } from './list-animals.ts';
import { listItems } from './list-items.ts';
import { listOrders } from './list-orders.ts';
import { listPets } from './list-pets.ts';
import { listUserOrders } from './list-user-orders.ts';
import { listUserPets } from './list-user-pets.ts';
import { listUserPosts } from './list-user-posts.ts';
import { listUsers } from './list-users.ts';
import { listWebhooks } from './list-webhooks.ts';
import { optionsUser } from './options-user.ts';
import { placeOrder } from './place-order.ts';
import { postItem } from './post-item.ts';
import { queryPets } from './query-pets.ts';
import { registerWebhook } from './register-webhook.ts';
import { replacePet } from './replace-pet.ts';
import { search } from './search.ts';
import { secureEndpoint } from './secure-endpoint.ts';
import { streamEvents } from './stream-events.ts';
import { submitForm } from './submit-form.ts';
import { updateAdminSettings } from './update-admin-settings.ts';
import { updatePet } from './update-pet.ts';
import { uploadFile } from './upload-file.ts';
import { watchEvents } from './watch-events.ts';

/** Every operation of the contract; one that is missing does not compile. */
export const handlers: Handlers<Context> = {
  listPets,
  addPet,
  queryPets,
  findPetsByTag,
  getPet,
  replacePet,
  updatePet,
  deletePet,
  listUsers,
  getUser,
  deleteUser,
  headUser,
  optionsUser,
  listUserPosts,
  getPost,
  listUserPets,
  listUserOrders,
  getUserRecommendations,
  listOrders,
  placeOrder,
  getOrder,
  listItems,
  getItem,
  postItem,
  getCategoryTree,
  addCategory,
  getInventory,
  findNearestStores,
  listAnimals,
  admitAnimal,
  adminSettings,
  updateAdminSettings,
  streamEvents,
  watchEvents,
  downloadFile,
  uploadFile,
  submitForm,
  getMatrix,
  getLabel,
  search,
  secureEndpoint,
  listWebhooks,
  registerWebhook,
  deleteWebhook,
};
