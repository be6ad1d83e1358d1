import type { UserDetails } from './user.ts';

/** What somebody says who registers or replaces a user. */
export type NewUser = Pick<UserDetails, 'name' | 'email'> & Partial<UserDetails>;

/** What was left out is the default: a member without a biography. */
export function toDetails({ name, email, role = 'member', bio = null }: NewUser): UserDetails {
  return { name, email, role, bio };
}
