// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

export interface components {
  schemas: {
    /** Format: int64 */
    readonly PetId: number;
    /** Format: uuid */
    readonly UserId: string;
    readonly PostId: string;
    readonly Tag: string;
    readonly CategoryId: string;
    readonly StoreId: string;
    readonly PetName: string;
    /** @enum {string} */
    readonly Breed: "Golden Retriever" | "Labrador" | "Bulldog" | "Poodle" | "Beagle" | "Border Collie" | "Dachshund" | "Siamese" | "Maine Coon" | "British Shorthair" | "Mixed";
    /**
     * Format: int32
     * @description Years
     */
    readonly Age: number;
    readonly Tags: readonly components["schemas"]["Tag"][];
    /** @enum {unknown} */
    readonly Color: "black" | "white" | "brown" | "golden" | "grey" | "red" | "spotted" | null;
    /** Format: uuid */
    readonly OwnerId: string | null;
    readonly Pet: {
      readonly id: components["schemas"]["PetId"];
      readonly name: components["schemas"]["PetName"];
      readonly breed: components["schemas"]["Breed"];
      readonly age: components["schemas"]["Age"];
      readonly vaccinated: boolean;
      readonly tags: components["schemas"]["Tags"];
      readonly color: components["schemas"]["Color"];
      readonly ownerId: components["schemas"]["OwnerId"];
      /**
       * Format: int32
       * @description Counts the changes
       */
      readonly revision: number;
    };
    readonly CreatePetRequest: {
      readonly name: components["schemas"]["PetName"];
      readonly breed?: components["schemas"]["Breed"];
      readonly age?: components["schemas"]["Age"];
      readonly vaccinated?: boolean;
      readonly tags?: components["schemas"]["Tags"];
      readonly color?: components["schemas"]["Color"];
      readonly ownerId?: components["schemas"]["OwnerId"];
    };
    readonly PetReplacement: {
      readonly name: components["schemas"]["PetName"];
      readonly breed: components["schemas"]["Breed"];
      readonly age: components["schemas"]["Age"];
      readonly vaccinated: boolean;
      readonly tags: components["schemas"]["Tags"];
      readonly color: components["schemas"]["Color"];
      readonly ownerId: components["schemas"]["OwnerId"];
    };
    readonly PetPatch: {
      readonly name?: components["schemas"]["PetName"];
      readonly breed?: components["schemas"]["Breed"];
      readonly age?: components["schemas"]["Age"];
      readonly vaccinated?: boolean;
      readonly tags?: components["schemas"]["Tags"];
      readonly color?: components["schemas"]["Color"];
      readonly ownerId?: components["schemas"]["OwnerId"];
    };
    readonly PetCreationResponse: {
      readonly id: components["schemas"]["PetId"];
      /** @constant */
      readonly status: "success";
      readonly pet: components["schemas"]["Pet"];
    };
    readonly PetQuery: {
      /** @description Part of the name, whatever the case */
      readonly name?: string;
      readonly breeds?: readonly components["schemas"]["Breed"][];
      readonly age?: {
        readonly from?: components["schemas"]["Age"];
        readonly to?: components["schemas"]["Age"];
      };
      readonly vaccinated?: boolean;
      /** @description All of them */
      readonly tags?: components["schemas"]["Tags"];
      /** @description Whether the pet has an owner */
      readonly owned?: boolean;
      /** @enum {string} */
      readonly order?: "id" | "name" | "age";
      /** Format: int32 */
      readonly limit?: number;
    };
    readonly UserList: {
      readonly users: readonly components["schemas"]["User"][];
      readonly total: number;
    };
    readonly User: {
      readonly id: components["schemas"]["UserId"];
      readonly name: string;
      readonly email?: string | null;
    };
    readonly Post: {
      readonly id: components["schemas"]["PostId"];
      readonly title: string;
      readonly body: string;
      readonly author_id: components["schemas"]["UserId"];
      /** Format: date-time */
      readonly publishedAt: string;
    };
    readonly Money: {
      /**
       * Format: int32
       * @description Cents
       */
      readonly amount: number;
      /** @constant */
      readonly currency: "EUR";
    };
    readonly Item: {
      /** Format: uuid */
      readonly id: string;
      readonly name: string;
      readonly category?: components["schemas"]["CategoryId"];
      readonly price?: components["schemas"]["Money"];
      /** @description Only for callers with a key */
      readonly purchasePrice?: components["schemas"]["Money"];
      readonly tags: components["schemas"]["Tags"];
      readonly attributes: components["schemas"]["Attributes"];
    };
    readonly CreateItemRequest: {
      readonly name: string;
      readonly category?: components["schemas"]["CategoryId"];
      readonly price?: components["schemas"]["Money"];
      readonly purchasePrice?: components["schemas"]["Money"];
      readonly tags?: components["schemas"]["Tags"];
      readonly attributes?: components["schemas"]["Attributes"];
    };
    readonly Attributes: {
      readonly [key: string]: string;
    };
    /** @description A category and, inside it, the categories below */
    readonly Category: {
      readonly id: components["schemas"]["CategoryId"];
      readonly name: string;
      readonly children: readonly components["schemas"]["Category"][];
    };
    readonly InventoryFilter: {
      readonly category?: components["schemas"]["CategoryId"];
      readonly belowReorderLevel?: boolean;
    };
    readonly StockLevel: {
      /** Format: uuid */
      readonly itemId: string;
      readonly itemName: string;
      readonly storeId: components["schemas"]["StoreId"];
      readonly quantity: number;
      readonly reorderLevel: number;
    };
    readonly Position: {
      readonly lat: number;
      readonly lon: number;
    };
    readonly Store: {
      readonly id: components["schemas"]["StoreId"];
      readonly name: string;
      readonly address: components["schemas"]["Address"];
      readonly position: components["schemas"]["Position"];
    };
    readonly RecommendationList: {
      readonly userId: components["schemas"]["UserId"];
      readonly recommendations: readonly components["schemas"]["Recommendation"][];
    };
    readonly Recommendation: {
      readonly item: components["schemas"]["Item"];
      /** @enum {string} */
      readonly reason: "bought-together" | "fits-your-pets" | "popular";
      /** @description Higher is better, within one reason */
      readonly score: number;
    };
    readonly Address: {
      readonly street: string;
      readonly city: string;
      readonly postalCode: string;
      /** @description ISO 3166-1 */
      readonly country: string;
    };
    /** @enum {string} */
    readonly OrderStatus: "placed" | "paid" | "shipped" | "delivered" | "cancelled";
    readonly OrderAddresses: {
      readonly shippingAddress: components["schemas"]["Address"];
      /** @description The shipping address when left out */
      readonly billingAddress?: components["schemas"]["Address"];
      readonly gift?: boolean;
      readonly giftMessage?: string;
    };
    readonly PlaceOrderRequest: components["schemas"]["OrderAddresses"] & {
      readonly userId: components["schemas"]["UserId"];
      readonly lines: readonly {
        /** Format: uuid */
        readonly itemId: string;
        /** Format: int32 */
        readonly quantity: number;
      }[];
    };
    readonly Order: {
      /** Format: uuid */
      readonly id: string;
      readonly userId: components["schemas"]["UserId"];
      readonly status: components["schemas"]["OrderStatus"];
      readonly lines: readonly components["schemas"]["OrderLine"][];
      readonly total: components["schemas"]["Money"];
      readonly shippingAddress: components["schemas"]["Address"];
      readonly billingAddress: components["schemas"]["Address"];
      readonly gift: boolean;
      readonly giftMessage?: string;
      /** Format: date-time */
      readonly placedAt: string;
    };
    readonly OrderLine: {
      /** Format: uuid */
      readonly itemId: string;
      /** @description The name at the time of the order */
      readonly name: string;
      readonly quantity: number;
      readonly unitPrice: components["schemas"]["Money"];
    };
    readonly OrderList: {
      readonly orders: readonly components["schemas"]["Order"][];
      /** @description On all pages together */
      readonly total: number;
    };
    /** @enum {string} */
    readonly AnimalType: "dog" | "cat" | "bird";
    readonly AnimalBase: {
      readonly type: components["schemas"]["AnimalType"];
      readonly name?: string;
    };
    readonly Animal: components["schemas"]["Dog"] | components["schemas"]["Cat"] | components["schemas"]["Bird"];
    readonly Dog: components["schemas"]["AnimalBase"] & {
      /** @constant */
      readonly type: "dog";
      readonly bark: boolean;
    };
    readonly Cat: components["schemas"]["AnimalBase"] & {
      /** @constant */
      readonly type: "cat";
      readonly meow: boolean;
    };
    readonly Bird: components["schemas"]["AnimalBase"] & {
      /** @constant */
      readonly type: "bird";
      readonly wingspanCm: number;
    };
    readonly Admission: {
      /** Format: uuid */
      readonly id: string;
      /** Format: date-time */
      readonly admittedAt: string;
      readonly animal: components["schemas"]["Animal"];
    };
    readonly AdminSettings: {
      readonly feature_flags: {
        readonly [key: string]: boolean;
      };
      /** Format: date-time */
      readonly updatedAt?: string;
    };
    readonly AdminSettingsInput: {
      readonly feature_flags: {
        readonly [key: string]: boolean;
      };
    };
    readonly FileMetadata: {
      /** Format: uuid */
      readonly id: string;
      /** Format: uri-reference */
      readonly url: string;
      /** @enum {string} */
      readonly mediaType: "image/png" | "application/octet-stream";
      readonly filename?: string;
      /** @description Octets */
      readonly size: number;
      readonly sha256: string;
      readonly metadata: {
        readonly [key: string]: string;
      };
    };
    /** @enum {string} */
    readonly EventType: "pet.created" | "pet.updated" | "pet.deleted" | "order.placed" | "animal.admitted";
    readonly StreamedEvent: {
      readonly id: string;
      readonly event: components["schemas"]["EventType"];
      readonly data: string;
    };
    /** @enum {string} */
    readonly WebhookEvent: "pet.created" | "pet.updated";
    readonly RegisterWebhookRequest: {
      /** Format: uri */
      readonly url: string;
      /** @description All when left out */
      readonly events?: readonly components["schemas"]["WebhookEvent"][];
    };
    readonly RegisterWebhookRequestInput: {
      /** Format: uri */
      readonly url: string;
      /** @description All when left out */
      readonly events?: readonly components["schemas"]["WebhookEvent"][];
      /**
       * Format: password
       * @description Signs what is sent
       */
      readonly secret?: string;
    };
    readonly Subscription: {
      /** Format: uuid */
      readonly subscription_id: string;
      /** Format: uri */
      readonly url: string;
      readonly events: readonly components["schemas"]["WebhookEvent"][];
      /** Format: date-time */
      readonly createdAt: string;
    };
    /** @description RFC 9457 */
    readonly ProblemDetails: {
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
        /** @enum {string} */
        readonly in: "path" | "query" | "querystring" | "header" | "cookie" | "body";
        /** Format: json-pointer */
        readonly pointer: string;
        readonly keyword: string;
        readonly detail: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}

export type PetId = components["schemas"]["PetId"];
export type UserId = components["schemas"]["UserId"];
export type PostId = components["schemas"]["PostId"];
export type Tag = components["schemas"]["Tag"];
export type CategoryId = components["schemas"]["CategoryId"];
export type StoreId = components["schemas"]["StoreId"];
export type PetName = components["schemas"]["PetName"];
export type Breed = components["schemas"]["Breed"];
export type Age = components["schemas"]["Age"];
export type Tags = components["schemas"]["Tags"];
export type Color = components["schemas"]["Color"];
export type OwnerId = components["schemas"]["OwnerId"];
export type Pet = components["schemas"]["Pet"];
export type CreatePetRequest = components["schemas"]["CreatePetRequest"];
export type PetReplacement = components["schemas"]["PetReplacement"];
export type PetPatch = components["schemas"]["PetPatch"];
export type PetCreationResponse = components["schemas"]["PetCreationResponse"];
export type PetQuery = components["schemas"]["PetQuery"];
export type UserList = components["schemas"]["UserList"];
export type User = components["schemas"]["User"];
export type Post = components["schemas"]["Post"];
export type Money = components["schemas"]["Money"];
export type Item = components["schemas"]["Item"];
export type CreateItemRequest = components["schemas"]["CreateItemRequest"];
export type Attributes = components["schemas"]["Attributes"];
export type Category = components["schemas"]["Category"];
export type InventoryFilter = components["schemas"]["InventoryFilter"];
export type StockLevel = components["schemas"]["StockLevel"];
export type Position = components["schemas"]["Position"];
export type Store = components["schemas"]["Store"];
export type RecommendationList = components["schemas"]["RecommendationList"];
export type Recommendation = components["schemas"]["Recommendation"];
export type Address = components["schemas"]["Address"];
export type OrderStatus = components["schemas"]["OrderStatus"];
export type OrderAddresses = components["schemas"]["OrderAddresses"];
export type PlaceOrderRequest = components["schemas"]["PlaceOrderRequest"];
export type Order = components["schemas"]["Order"];
export type OrderLine = components["schemas"]["OrderLine"];
export type OrderList = components["schemas"]["OrderList"];
export type AnimalType = components["schemas"]["AnimalType"];
export type AnimalBase = components["schemas"]["AnimalBase"];
export type Animal = components["schemas"]["Animal"];
export type Dog = components["schemas"]["Dog"];
export type Cat = components["schemas"]["Cat"];
export type Bird = components["schemas"]["Bird"];
export type Admission = components["schemas"]["Admission"];
export type AdminSettings = components["schemas"]["AdminSettings"];
export type AdminSettingsInput = components["schemas"]["AdminSettingsInput"];
export type FileMetadata = components["schemas"]["FileMetadata"];
export type EventType = components["schemas"]["EventType"];
export type StreamedEvent = components["schemas"]["StreamedEvent"];
export type WebhookEvent = components["schemas"]["WebhookEvent"];
export type RegisterWebhookRequest = components["schemas"]["RegisterWebhookRequest"];
export type RegisterWebhookRequestInput = components["schemas"]["RegisterWebhookRequestInput"];
export type Subscription = components["schemas"]["Subscription"];
export type ProblemDetails = components["schemas"]["ProblemDetails"];
