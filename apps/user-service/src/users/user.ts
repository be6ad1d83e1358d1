export const userRoles = ['admin', 'member', 'guest'] as const;

export type UserRole = (typeof userRoles)[number];

/** What is known of a user apart from what the database gives. */
export interface UserDetails {
  readonly name: string;
  readonly email: string;
  readonly role: UserRole;
  readonly bio: string | null;
}

export interface User extends UserDetails {
  /** UUID in lower case. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type UserOrder = 'name' | 'email' | 'role' | 'createdAt';

export interface UserQuery {
  /** Part of name or e-mail address, whatever its case. */
  readonly text?: string | undefined;
  /** Any of these. */
  readonly roles?: readonly UserRole[] | undefined;
  /** Most significant first; `-name` is downwards. */
  readonly sort: readonly (UserOrder | `-${UserOrder}`)[];
  readonly limit: number;
  readonly offset: number;
}

export interface UserPage {
  readonly items: readonly User[];
  /** Users on all pages. */
  readonly total: number;
}
