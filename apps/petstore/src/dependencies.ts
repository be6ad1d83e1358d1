import { createSettings, type Settings } from './admin/settings.ts';
import { type Categories, createCategories } from './catalogue/categories.ts';
import { createItems, type Items } from './catalogue/items.ts';
import { createRecommendations, type Recommendations } from './catalogue/recommendations.ts';
import { createSearch, type Search } from './catalogue/search.ts';
import { createStock, type Stock } from './catalogue/stock.ts';
import { createStores, type Stores } from './catalogue/stores.ts';
import { createEventLog, type EventLog } from './events/event-log.ts';
import { openWebhooks, type PetstoreWebhooks, type WebhookParts } from './events/open-webhooks.ts';
import { createSubscriptions, type Subscriptions } from './events/subscriptions.ts';
import { createFiles, type Files } from './files/files.ts';
import { createOrders, type Orders } from './orders/orders.ts';
import { createPosts, type Posts } from './people/posts.ts';
import { createUsers, type Users } from './people/users.ts';
import { createPets, type Pets } from './pets/pets.ts';
import { type Applications, createApplications } from './shelter/applications.ts';
import { createShelter, type Shelter } from './shelter/shelter.ts';
import { openStore } from './store/open-store.ts';

/** What handlers may use. */
export interface PetstoreDependencies {
  readonly pets: Pets;
  readonly users: Users;
  readonly posts: Posts;
  readonly items: Items;
  readonly categories: Categories;
  readonly search: Search;
  readonly stock: Stock;
  readonly stores: Stores;
  readonly recommendations: Recommendations;
  readonly orders: Orders;
  readonly shelter: Shelter;
  readonly applications: Applications;
  readonly files: Files;
  readonly events: EventLog;
  readonly subscriptions: Subscriptions;
  readonly webhooks: PetstoreWebhooks;
  readonly settings: Settings;
  /** Throws when the database does not answer. */
  ping(): void;
  /** Ends the use of the database. */
  close(): void;
}

/**
 * Opens the database and everything that lives in it.
 * @throws Error of SQLite when `file` cannot be opened
 */
export function createDependencies(
  file: string,
  parts: WebhookParts,
  now: () => Date = () => new Date(),
): PetstoreDependencies {
  const database = openStore(file);
  const webhooks = openWebhooks(database, parts);
  const subscriptions = createSubscriptions(database, webhooks, now);
  const events = createEventLog(database, subscriptions);
  const pets = createPets(database, events);
  const items = createItems(database);
  const stock = createStock(database);
  return {
    pets,
    items,
    stock,
    events,
    users: createUsers(database, events),
    posts: createPosts(database),
    categories: createCategories(database),
    search: createSearch(database),
    stores: createStores(database),
    recommendations: createRecommendations(database, pets),
    orders: createOrders(database, { items, stock, events, now }),
    shelter: createShelter(database, events, now),
    applications: createApplications(database),
    files: createFiles(database),
    subscriptions,
    webhooks,
    settings: createSettings(database, now),
    // Not a constant: that would not need the file.
    ping: () => void database.prepare('select count(*) from sqlite_schema').get(),
    close() {
      events.close();
      database.close();
    },
  };
}
