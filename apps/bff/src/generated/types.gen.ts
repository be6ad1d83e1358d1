// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

/** Format: int64 */
export type Petstore_PetId = number;

export type Petstore_Tag = string;

export type Petstore_CategoryId = string;

export type Petstore_PetName = string;

export type Petstore_Breed =
  | "Golden Retriever"
  | "Labrador"
  | "Bulldog"
  | "Poodle"
  | "Beagle"
  | "Border Collie"
  | "Dachshund"
  | "Siamese"
  | "Maine Coon"
  | "British Shorthair"
  | "Mixed";

/**
 * Years
 * Format: int32
 */
export type Petstore_Age = number;

export type Petstore_Tags = readonly Petstore_Tag[];

export type Petstore_Color = "black" | "white" | "brown" | "golden" | "grey" | "red" | "spotted" | null;

/** Format: uuid */
export type Petstore_OwnerId = string | null;

export interface Petstore_Pet {
  readonly id: Petstore_PetId;
  readonly name: Petstore_PetName;
  readonly breed: Petstore_Breed;
  readonly age: Petstore_Age;
  readonly vaccinated: boolean;
  readonly tags: Petstore_Tags;
  readonly color: Petstore_Color;
  readonly ownerId: Petstore_OwnerId;
  /**
   * Counts the changes
   * Format: int32
   */
  readonly revision: number;
}

export interface Petstore_CreatePetRequest {
  readonly name: Petstore_PetName;
  readonly breed?: Petstore_Breed;
  readonly age?: Petstore_Age;
  readonly vaccinated?: boolean;
  readonly tags?: Petstore_Tags;
  readonly color?: Petstore_Color;
  readonly ownerId?: Petstore_OwnerId;
}

export interface Petstore_PetCreationResponse {
  readonly id: Petstore_PetId;
  readonly status: "success";
  readonly pet: Petstore_Pet;
}

export interface Petstore_Money {
  /**
   * Cents
   * Format: int32
   */
  readonly amount: number;
  readonly currency: "EUR";
}

export interface Petstore_Item {
  /** Format: uuid */
  readonly id: string;
  readonly name: string;
  readonly category?: Petstore_CategoryId;
  readonly price?: Petstore_Money;
  /** Only for callers with a key */
  readonly purchasePrice?: Petstore_Money;
  readonly tags: Petstore_Tags;
  readonly attributes: Petstore_Attributes;
}

export interface Petstore_Attributes {
  readonly [key: string]: string;
}

export type Petstore_OrderStatus = "placed" | "paid" | "shipped" | "delivered" | "cancelled";

export interface Petstore_FileMetadata {
  /** Format: uuid */
  readonly id: string;
  /** Format: uri-reference */
  readonly url: string;
  readonly mediaType: "image/png" | "application/octet-stream";
  readonly filename?: string;
  /** Octets */
  readonly size: number;
  readonly sha256: string;
  readonly metadata: {
    readonly [key: string]: string;
  };
}

export type Petstore_EventType = "pet.created" | "pet.updated" | "pet.deleted" | "order.placed" | "animal.admitted";

export interface Petstore_StreamedEvent {
  readonly id: string;
  readonly event: Petstore_EventType;
  readonly data: string;
}

/** RFC 9457 */
export interface Petstore_ProblemDetails {
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
  readonly errors?: readonly {
    readonly in: "path" | "query" | "querystring" | "header" | "cookie" | "body";
    /** Format: json-pointer */
    readonly pointer: string;
    readonly keyword: string;
    readonly detail: string;
  }[];
}

/** What a user may do. */
export type UserService_Role = "admin" | "member" | "guest";

/** As the user writes it, on one line. */
export type UserService_Name = string;

/**
 * Belongs to one user only; upper and lower case make no difference.
 * Format: email
 */
export type UserService_Email = string;

/** A few words about the user. */
export type UserService_Bio = string | null;

export interface UserService_User {
  /** Format: uuid */
  readonly id: string;
  readonly name: UserService_Name;
  readonly email: UserService_Email;
  readonly role: UserService_Role;
  readonly bio: UserService_Bio;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
}

export interface UserService_UserPatch {
  readonly name?: UserService_Name;
  readonly email?: UserService_Email;
  readonly role?: UserService_Role;
  readonly bio?: UserService_Bio;
}

/** RFC 9457. */
export interface UserService_Problem {
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
  readonly errors?: readonly UserService_ProblemDetail[];
}

/** One place where the request breaks the contract. */
export interface UserService_ProblemDetail {
  readonly in: "path" | "query" | "header" | "cookie" | "querystring" | "body";
  /** Format: json-pointer */
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}

export interface MobileDashboard {
  readonly name: string;
  /** Absent when there is none. */
  readonly newestOrder?: {
    /** Format: uuid */
    readonly id: string;
    readonly status: Petstore_OrderStatus;
  };
  /** Their names; absent when they cannot be had. */
  readonly pets?: readonly string[];
}

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
