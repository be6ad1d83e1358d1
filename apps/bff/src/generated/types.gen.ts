// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

export interface Dashboard {
  readonly user: DashboardUser;
  /** Newest first. */
  readonly orders: readonly DashboardOrder[];
  /** Best first. */
  readonly recommendations: readonly Recommendation[];
  /** Absent when they cannot be had. */
  readonly pets?: readonly DashboardPet[];
  /** The parts that cannot be had; absent when everything is there. */
  readonly missing?: readonly "pets"[];
}

export interface DashboardUser {
  /** Format: uuid */
  readonly id: string;
  readonly name: string;
  /** Format: email */
  readonly email: string;
  readonly role: "admin" | "member" | "guest";
}

export interface DashboardOrder {
  /** Format: uuid */
  readonly id: string;
  readonly status: "placed" | "paid" | "shipped" | "delivered" | "cancelled";
  /** Format: date-time */
  readonly placedAt: string;
  readonly total: Money;
  readonly lines: readonly {
    readonly name: string;
    /** Format: int32 */
    readonly quantity: number;
  }[];
}

export interface Recommendation {
  /** Format: uuid */
  readonly itemId: string;
  readonly name: string;
  readonly reason: "bought-together" | "fits-your-pets" | "popular";
  readonly price?: Money;
}

export interface DashboardPet {
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

export interface Money {
  /** In the smallest unit of the currency */
  readonly amount: number;
  /** ISO 4217 */
  readonly currency: string;
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
