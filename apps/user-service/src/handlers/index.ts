import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { getUser } from './get-user.ts';
import { listUserPets } from './list-user-pets.ts';
import { listUsers } from './list-users.ts';
import { replaceUser } from './replace-user.ts';
import { updateUser } from './update-user.ts';

/** Every operation of the contract. What is `fromContract` answers from the contract's examples until a handler is written. */
export const handlers: Handlers<Context> = {
  listUsers,
  createUser,
  getUser,
  replaceUser,
  updateUser,
  deleteUser,
  listUserPets,
};
