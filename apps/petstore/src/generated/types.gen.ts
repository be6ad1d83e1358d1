// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

/** Format: int64 */
export type PetId = number;

/** Format: uuid */
export type UserId = string;

export type PostId = string;

export type Tag = string;

export type CategoryId = string;

export type StoreId = string;

export type PetName = string;

export type Breed =
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
export type Age = number;

export type Tags = readonly Tag[];

export type Color = "black" | "white" | "brown" | "golden" | "grey" | "red" | "spotted" | null;

/** Format: uuid */
export type OwnerId = string | null;

export interface Pet {
  readonly id: PetId;
  readonly name: PetName;
  readonly breed: Breed;
  readonly age: Age;
  readonly vaccinated: boolean;
  readonly tags: Tags;
  readonly color: Color;
  readonly ownerId: OwnerId;
  /**
   * Counts the changes
   * Format: int32
   */
  readonly revision: number;
}

export interface CreatePetRequest {
  readonly name: PetName;
  readonly breed?: Breed;
  readonly age?: Age;
  readonly vaccinated?: boolean;
  readonly tags?: Tags;
  readonly color?: Color;
  readonly ownerId?: OwnerId;
}

export interface PetReplacement {
  readonly name: PetName;
  readonly breed: Breed;
  readonly age: Age;
  readonly vaccinated: boolean;
  readonly tags: Tags;
  readonly color: Color;
  readonly ownerId: OwnerId;
}

export interface PetPatch {
  readonly name?: PetName;
  readonly breed?: Breed;
  readonly age?: Age;
  readonly vaccinated?: boolean;
  readonly tags?: Tags;
  readonly color?: Color;
  readonly ownerId?: OwnerId;
}

export interface PetCreationResponse {
  readonly id: PetId;
  readonly status: "success";
  readonly pet: Pet;
}

export interface PetQuery {
  /** Part of the name, whatever the case */
  readonly name?: string;
  readonly breeds?: readonly Breed[];
  readonly age?: {
    readonly from?: Age;
    readonly to?: Age;
  };
  readonly vaccinated?: boolean;
  /** All of them */
  readonly tags?: Tags;
  /** Whether the pet has an owner */
  readonly owned?: boolean;
  readonly order?: "id" | "name" | "age";
  /** Format: int32 */
  readonly limit?: number;
}

export interface UserList {
  readonly users: readonly User[];
  readonly total: number;
}

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly email?: string | null;
}

export interface Post {
  readonly id: PostId;
  readonly title: string;
  readonly body: string;
  readonly author_id: UserId;
  /** Format: date-time */
  readonly publishedAt: string;
}

export interface Money {
  /**
   * Cents
   * Format: int32
   */
  readonly amount: number;
  readonly currency: "EUR";
}

export interface Item {
  /** Format: uuid */
  readonly id: string;
  readonly name: string;
  readonly category?: CategoryId;
  readonly price?: Money;
  /** Only for callers with a key */
  readonly purchasePrice?: Money;
  readonly tags: Tags;
  readonly attributes: Attributes;
}

export interface CreateItemRequest {
  readonly name: string;
  readonly category?: CategoryId;
  readonly price?: Money;
  readonly purchasePrice?: Money;
  readonly tags?: Tags;
  readonly attributes?: Attributes;
}

export interface Attributes {
  readonly [key: string]: string;
}

/** A category and, inside it, the categories below */
export interface Category {
  readonly id: CategoryId;
  readonly name: string;
  readonly children: readonly Category[];
}

export interface InventoryFilter {
  readonly category?: CategoryId;
  readonly belowReorderLevel?: boolean;
}

export interface StockLevel {
  /** Format: uuid */
  readonly itemId: string;
  readonly itemName: string;
  readonly storeId: StoreId;
  readonly quantity: number;
  readonly reorderLevel: number;
}

export interface Position {
  readonly lat: number;
  readonly lon: number;
}

export interface Store {
  readonly id: StoreId;
  readonly name: string;
  readonly address: Address;
  readonly position: Position;
}

export interface RecommendationList {
  readonly userId: UserId;
  readonly recommendations: readonly Recommendation[];
}

export interface Recommendation {
  readonly item: Item;
  readonly reason: "bought-together" | "fits-your-pets" | "popular";
  /** Higher is better, within one reason */
  readonly score: number;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1 */
  readonly country: string;
}

export type OrderStatus = "placed" | "paid" | "shipped" | "delivered" | "cancelled";

export interface OrderAddresses {
  readonly shippingAddress: Address;
  /** The shipping address when left out */
  readonly billingAddress?: Address;
  readonly gift?: boolean;
  readonly giftMessage?: string;
}

export type PlaceOrderRequest = OrderAddresses & {
  readonly userId: UserId;
  readonly lines: readonly {
    /** Format: uuid */
    readonly itemId: string;
    /** Format: int32 */
    readonly quantity: number;
  }[];
};

export interface Order {
  /** Format: uuid */
  readonly id: string;
  readonly userId: UserId;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly gift: boolean;
  readonly giftMessage?: string;
  /** Format: date-time */
  readonly placedAt: string;
}

export interface OrderLine {
  /** Format: uuid */
  readonly itemId: string;
  /** The name at the time of the order */
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface OrderList {
  readonly orders: readonly Order[];
  /** On all pages together */
  readonly total: number;
}

export type AnimalType = "dog" | "cat" | "bird";

export interface AnimalBase {
  readonly type: AnimalType;
  readonly name?: string;
}

export type Animal = (Dog & {
  readonly type: "dog";
}) | (Cat & {
  readonly type: "cat";
}) | (Bird & {
  readonly type: "bird";
});

export type Dog = AnimalBase & {
  readonly type: "dog";
  readonly bark: boolean;
};

export type Cat = AnimalBase & {
  readonly type: "cat";
  readonly meow: boolean;
};

export type Bird = AnimalBase & {
  readonly type: "bird";
  readonly wingspanCm: number;
};

export interface Admission {
  /** Format: uuid */
  readonly id: string;
  /** Format: date-time */
  readonly admittedAt: string;
  readonly animal: Animal;
}

export interface AdminSettings {
  readonly feature_flags: {
    readonly [key: string]: boolean;
  };
  /** Format: date-time */
  readonly updatedAt?: string;
}

export interface AdminSettingsInput {
  readonly feature_flags: {
    readonly [key: string]: boolean;
  };
}

export interface FileMetadata {
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

export type EventType = "pet.created" | "pet.updated" | "pet.deleted" | "order.placed" | "animal.admitted";

export interface StreamedEvent {
  readonly id: string;
  readonly event: EventType;
  readonly data: string;
}

/** What a client wants to hear of from now on */
export interface EventChoice {
  readonly events: readonly EventType[];
}

export type LiveMessage = Following | LiveEvent;

/** A choice was heard */
export interface Following {
  readonly kind: "following";
  readonly events: readonly EventType[];
}

/** Something happened */
export interface LiveEvent {
  readonly kind: "event";
  /** Format: int64 */
  readonly id: number;
  readonly event: EventType;
  readonly data: {
    readonly [key: string]: unknown;
  };
}

export type WebhookEvent = "pet.created" | "pet.updated";

export interface RegisterWebhookRequest {
  /** Format: uri */
  readonly url: string;
  /** All when left out */
  readonly events?: readonly WebhookEvent[];
}

export interface RegisterWebhookRequestInput {
  /** Format: uri */
  readonly url: string;
  /** All when left out */
  readonly events?: readonly WebhookEvent[];
  /**
   * Signs what is sent; made by the store when left out
   * Format: password
   */
  readonly secret?: string;
}

export interface Subscription {
  /** Format: uuid */
  readonly subscription_id: string;
  /** Format: uri */
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** False after the URL answered 410 */
  readonly active: boolean;
  /** Format: date-time */
  readonly createdAt: string;
}

export type RegisteredSubscription = Subscription & {
  /**
   * Shown where it is new, and never again
   * Format: password
   */
  readonly secret?: string;
};

/** RFC 9457 */
export interface ProblemDetails {
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
