// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

/** What a user may do. */
export type Role = "admin" | "member" | "guest";

/** As the user writes it, on one line. */
export type Name = string;

/**
 * Belongs to one user only; upper and lower case make no difference.
 * Format: email
 */
export type Email = string;

/** A few words about the user. */
export type Bio = string | null;

export interface User {
  /** Format: uuid */
  readonly id: string;
  readonly name: Name;
  readonly email: Email;
  readonly role: Role;
  readonly bio: Bio;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
}

export interface NewUser {
  readonly name: Name;
  readonly email: Email;
  /** @default "member" */
  readonly role?: Role;
  readonly bio?: Bio;
}

export interface UserPatch {
  readonly name?: Name;
  readonly email?: Email;
  readonly role?: Role;
  readonly bio?: Bio;
}

export interface UserPage {
  readonly items: readonly User[];
  /**
   * Users found on all pages.
   * Format: int32
   */
  readonly total: number;
}

export interface UserPet {
  /** Format: int64 */
  readonly id: number;
  readonly name: string;
  readonly breed: string;
  /**
   * Years
   * Format: int32
   */
  readonly age: number;
}

export interface UserPets {
  readonly items: readonly UserPet[];
}

/** RFC 9457. */
export interface Problem {
  /** Format: uri-reference */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Format: uri-reference */
  readonly instance?: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly errors?: readonly ProblemDetail[];
}

/** One place where the request breaks the contract. */
export interface ProblemDetail {
  readonly in: "path" | "query" | "header" | "cookie" | "querystring" | "body";
  /** Format: json-pointer */
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}
