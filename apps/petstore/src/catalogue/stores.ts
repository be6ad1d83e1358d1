import type { DatabaseSync } from 'node:sqlite';
import { number, type Row, text } from '../store/row.ts';
import type { Address } from './address.ts';

/** WGS 84, degrees. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

export interface Store {
  readonly id: string;
  readonly name: string;
  readonly address: Address;
  readonly position: Position;
}

export interface NearStore {
  readonly store: Store;
  /** As the crow flies, to 100 metres. */
  readonly distanceKm: number;
}

export interface Stores {
  /** Nearest first. */
  near(position: Position, radiusKm: number): readonly NearStore[];
}

export function createStores(database: DatabaseSync): Stores {
  const select = database.prepare('SELECT * FROM stores ORDER BY id');
  return {
    near: (position, radiusKm) =>
      select
        .all()
        .map(readStore)
        .map((store) => ({ store, distanceKm: Math.round(distanceKm(position, store.position) * 10) / 10 }))
        .filter((near) => near.distanceKm <= radiusKm)
        .sort((one, other) => one.distanceKm - other.distanceKm),
  };
}

const earthRadiusKm = 6371;

/** Great-circle distance (haversine formula). */
export function distanceKm(from: Position, to: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const halfChord = (delta: number): number => Math.sin(radians(delta) / 2) ** 2;
  const squared =
    halfChord(to.lat - from.lat) +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * halfChord(to.lon - from.lon);
  // Rounding may lift antipodes just above 1.
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, squared)));
}

function readStore(row: Row): Store {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    address: {
      street: text(row, 'street'),
      city: text(row, 'city'),
      postalCode: text(row, 'postal_code'),
      country: text(row, 'country'),
    },
    position: { lat: number(row, 'latitude'), lon: number(row, 'longitude') },
  };
}
