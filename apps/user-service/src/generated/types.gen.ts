// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

export interface components {
  schemas: {
    /**
     * @description What a user may do.
     * @enum {string}
     */
    readonly Role: "admin" | "member" | "guest";
    /** @description As the user writes it, on one line. */
    readonly Name: string;
    /**
     * Format: email
     * @description Belongs to one user only; upper and lower case make no difference.
     */
    readonly Email: string;
    /** @description A few words about the user. */
    readonly Bio: string | null;
    readonly User: {
      /** Format: uuid */
      readonly id: string;
      readonly name: components["schemas"]["Name"];
      readonly email: components["schemas"]["Email"];
      readonly role: components["schemas"]["Role"];
      readonly bio: components["schemas"]["Bio"];
      /** Format: date-time */
      readonly createdAt: string;
      /** Format: date-time */
      readonly updatedAt: string;
    };
    readonly NewUser: {
      readonly name: components["schemas"]["Name"];
      readonly email: components["schemas"]["Email"];
      /** @default "member" */
      readonly role?: components["schemas"]["Role"];
      readonly bio?: components["schemas"]["Bio"];
    };
    readonly UserPatch: {
      readonly name?: components["schemas"]["Name"];
      readonly email?: components["schemas"]["Email"];
      readonly role?: components["schemas"]["Role"];
      readonly bio?: components["schemas"]["Bio"];
    };
    readonly UserPage: {
      readonly items: readonly components["schemas"]["User"][];
      /**
       * Format: int32
       * @description Users found on all pages.
       */
      readonly total: number;
    };
    readonly UserPet: {
      /** Format: int64 */
      readonly id: number;
      readonly name: string;
      readonly breed: string;
      /**
       * Format: int32
       * @description Years
       */
      readonly age: number;
    };
    readonly UserPets: {
      readonly items: readonly components["schemas"]["UserPet"][];
    };
    /** @description RFC 9457. */
    readonly Problem: {
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
      readonly errors?: readonly components["schemas"]["ProblemDetail"][];
    };
    /** @description One place where the request breaks the contract. */
    readonly ProblemDetail: {
      /** @enum {string} */
      readonly in: "path" | "query" | "header" | "cookie" | "querystring" | "body";
      /** Format: json-pointer */
      readonly pointer: string;
      readonly keyword: string;
      readonly detail: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}

export type Role = components["schemas"]["Role"];
export type Name = components["schemas"]["Name"];
export type Email = components["schemas"]["Email"];
export type Bio = components["schemas"]["Bio"];
export type User = components["schemas"]["User"];
export type NewUser = components["schemas"]["NewUser"];
export type UserPatch = components["schemas"]["UserPatch"];
export type UserPage = components["schemas"]["UserPage"];
export type UserPet = components["schemas"]["UserPet"];
export type UserPets = components["schemas"]["UserPets"];
export type Problem = components["schemas"]["Problem"];
export type ProblemDetail = components["schemas"]["ProblemDetail"];
