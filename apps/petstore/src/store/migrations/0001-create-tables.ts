import type { Migration } from './migration.ts';

export const createTables: Migration = {
  name: 'create-tables',
  up: (database) => database.exec(`${people}${catalogue}${orders}${shelter}${events}`),
};

// Owners and customers are no foreign keys: users belong to the user service.
// Columns of UUIDs are NOCASE: upper and lower case name the same thing (RFC 9562 §4).
const people = `
CREATE TABLE users (id TEXT COLLATE NOCASE PRIMARY KEY, name TEXT NOT NULL, email TEXT) STRICT;
CREATE TABLE pets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  breed TEXT NOT NULL,
  age INTEGER NOT NULL CHECK (age >= 0),
  vaccinated INTEGER NOT NULL,
  tags TEXT NOT NULL,
  color TEXT,
  owner_id TEXT COLLATE NOCASE,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX pets_by_owner ON pets (owner_id);
CREATE TABLE posts (
  id TEXT NOT NULL,
  author_id TEXT COLLATE NOCASE NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (author_id, id)
) STRICT;
`;

const catalogue = `
CREATE TABLE categories (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  parent_id TEXT REFERENCES categories (id)
) STRICT;
CREATE INDEX categories_by_parent ON categories (parent_id);
CREATE TABLE items (
  id TEXT COLLATE NOCASE PRIMARY KEY,
  name TEXT NOT NULL,
  category_id TEXT REFERENCES categories (id),
  price INTEGER CHECK (price >= 0),
  purchase_price INTEGER CHECK (purchase_price >= 0),
  tags TEXT NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE TABLE stores (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  street TEXT NOT NULL,
  city TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  country TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL
) STRICT;
CREATE TABLE stock (
  item_id TEXT COLLATE NOCASE NOT NULL REFERENCES items (id),
  store_id TEXT NOT NULL REFERENCES stores (id),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  reorder_level INTEGER NOT NULL,
  PRIMARY KEY (item_id, store_id)
) STRICT;
CREATE TABLE searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT,
  trace_id TEXT,
  terms TEXT NOT NULL
) STRICT;
CREATE INDEX searches_by_session ON searches (session, id);
`;

const orders = `
CREATE TABLE orders (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT COLLATE NOCASE NOT NULL UNIQUE,
  user_id TEXT COLLATE NOCASE NOT NULL,
  status TEXT NOT NULL,
  shipping_address TEXT NOT NULL,
  billing_address TEXT NOT NULL,
  gift INTEGER NOT NULL,
  gift_message TEXT,
  placed_at TEXT NOT NULL,
  idempotency_key TEXT COLLATE NOCASE UNIQUE,
  request_digest TEXT
) STRICT;
CREATE INDEX orders_by_user ON orders (user_id, placed_at);
CREATE TABLE order_lines (
  order_number INTEGER NOT NULL REFERENCES orders (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  item_id TEXT COLLATE NOCASE NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price INTEGER NOT NULL,
  PRIMARY KEY (order_number, position)
) STRICT;
CREATE INDEX order_lines_by_item ON order_lines (item_id);
`;

const shelter = `
CREATE TABLE admissions (
  id TEXT COLLATE NOCASE PRIMARY KEY,
  admitted_at TEXT NOT NULL,
  type TEXT NOT NULL,
  animal TEXT NOT NULL
) STRICT;
CREATE TABLE applications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  age INTEGER,
  interests TEXT NOT NULL
) STRICT;
CREATE TABLE files (
  id TEXT COLLATE NOCASE PRIMARY KEY,
  media_type TEXT NOT NULL,
  filename TEXT,
  metadata TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;
`;

const events = `
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE TABLE subscriptions (
  id TEXT COLLATE NOCASE PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  events TEXT NOT NULL,
  secret TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  feature_flags TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
`;
