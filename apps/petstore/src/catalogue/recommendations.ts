import type { DatabaseSync } from 'node:sqlite';
import { speciesOf } from '../pets/pet.ts';
import type { Pets } from '../pets/pets.ts';
import { number, type Row } from '../store/row.ts';
import { type Item, readItem, withoutPurchasePrice } from './item.ts';

export interface Recommendation {
  readonly item: Item;
  readonly reason: 'bought-together' | 'fits-your-pets' | 'popular';
  /** Customers, pets or pieces sold, by reason. */
  readonly score: number;
}

export interface Recommendations {
  /** Best first, never what the user has ordered already. */
  recommend(userId: string, limit: number): readonly Recommendation[];
}

export function createRecommendations(database: DatabaseSync, pets: Pets): Recommendations {
  const together = database.prepare(boughtTogether);
  const fitting = database.prepare(fittingSpecies);
  const popular = database.prepare(mostSold);
  return {
    recommend(userId, limit) {
      const species = pets.ownedBy(userId).flatMap(({ breed }) => speciesOf(breed) ?? []);
      const candidates = [
        ...together.all({ userId, limit }).map(recommendedAs('bought-together')),
        ...fitting.all({ userId, species: JSON.stringify(species), limit }).map(recommendedAs('fits-your-pets')),
        ...popular.all({ userId, limit }).map(recommendedAs('popular')),
      ];
      const seen = new Set<string>();
      // `Set.add` is truthy: an item stays where it comes first.
      return candidates.filter(({ item }) => !seen.has(item.id) && seen.add(item.id)).slice(0, limit);
    },
  };
}

function recommendedAs(reason: Recommendation['reason']): (row: Row) => Recommendation {
  return (row) => ({ item: withoutPurchasePrice(readItem(row)), reason, score: number(row, 'score') });
}

const notOrderedYet = `items.id NOT IN (
  SELECT item_id FROM order_lines JOIN orders ON orders.number = order_number
  WHERE user_id = :userId AND status <> 'cancelled')`;

const bestFirst = 'GROUP BY items.id ORDER BY score DESC, items.id LIMIT :limit';

const boughtTogether = `
  SELECT items.*, count(DISTINCT theirs.user_id) AS score
  FROM orders AS mine
  JOIN order_lines AS my_lines ON my_lines.order_number = mine.number
  JOIN order_lines AS same_lines ON same_lines.item_id = my_lines.item_id
  JOIN orders AS theirs ON theirs.number = same_lines.order_number AND theirs.user_id <> mine.user_id
  JOIN orders AS other_orders ON other_orders.user_id = theirs.user_id
  JOIN order_lines AS other_lines ON other_lines.order_number = other_orders.number
  JOIN items ON items.id = other_lines.item_id
  WHERE mine.user_id = :userId AND ${notOrderedYet} ${bestFirst}`;

const fittingSpecies = `
  SELECT items.*, count(*) AS score
  FROM items, json_each(:species) AS species
  WHERE EXISTS (SELECT 1 FROM json_each(items.tags) WHERE value = species.value) AND ${notOrderedYet} ${bestFirst}`;

const mostSold = `
  SELECT items.*, sum(order_lines.quantity) AS score
  FROM order_lines JOIN items ON items.id = item_id
  WHERE ${notOrderedYet} ${bestFirst}`;
