// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

export interface components {
  schemas: {
    readonly Dashboard: {
      readonly user: components["schemas"]["DashboardUser"];
      /** @description Newest first. */
      readonly orders: readonly components["schemas"]["DashboardOrder"][];
      /** @description Best first. */
      readonly recommendations: readonly components["schemas"]["Recommendation"][];
      /** @description Absent when they cannot be had. */
      readonly pets?: readonly components["schemas"]["DashboardPet"][];
    };
    readonly DashboardUser: {
      /** Format: uuid */
      readonly id: string;
      readonly name: string;
      /** Format: email */
      readonly email: string;
      /** @enum {string} */
      readonly role: "admin" | "member" | "guest";
    };
    readonly DashboardOrder: {
      /** Format: uuid */
      readonly id: string;
      /** @enum {string} */
      readonly status: "placed" | "paid" | "shipped" | "delivered" | "cancelled";
      /** Format: date-time */
      readonly placedAt: string;
      readonly total: components["schemas"]["Money"];
      readonly lines: readonly {
        readonly name: string;
        /** Format: int32 */
        readonly quantity: number;
      }[];
    };
    readonly Recommendation: {
      /** Format: uuid */
      readonly itemId: string;
      readonly name: string;
      /** @enum {string} */
      readonly reason: "bought-together" | "fits-your-pets" | "popular";
      readonly price?: components["schemas"]["Money"];
    };
    readonly DashboardPet: {
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
    readonly Money: {
      /** @description In the smallest unit of the currency */
      readonly amount: number;
      /** @description ISO 4217 */
      readonly currency: string;
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

export type Dashboard = components["schemas"]["Dashboard"];
export type DashboardUser = components["schemas"]["DashboardUser"];
export type DashboardOrder = components["schemas"]["DashboardOrder"];
export type Recommendation = components["schemas"]["Recommendation"];
export type DashboardPet = components["schemas"]["DashboardPet"];
export type Money = components["schemas"]["Money"];
export type Problem = components["schemas"]["Problem"];
export type ProblemDetail = components["schemas"]["ProblemDetail"];
