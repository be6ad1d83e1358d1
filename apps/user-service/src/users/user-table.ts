import type { UserRole } from './user.ts';

/** Rows of `users`. The keys are what names and addresses are compared by; see `comparison-key.ts`. */
export interface UserTable {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly email: string;
  readonly email_key: string;
  readonly role: UserRole;
  readonly bio: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}
