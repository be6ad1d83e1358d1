import { json, numberOrNull, type Row, text, textOrNull } from '../store/row.ts';

export interface Money {
  /** Cents. */
  readonly amount: number;
  readonly currency: 'EUR';
}

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly category?: string;
  /** Without one the item is not for sale. */
  readonly price?: Money;
  /** Not for everybody's eyes. */
  readonly purchasePrice?: Money;
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

export const euros = (amount: number): Money => ({ amount, currency: 'EUR' });

export function readItem(row: Row): Item {
  const category = textOrNull(row, 'category_id');
  const price = numberOrNull(row, 'price');
  const purchasePrice = numberOrNull(row, 'purchase_price');
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    ...(category === null ? {} : { category }),
    ...(price === null ? {} : { price: euros(price) }),
    ...(purchasePrice === null ? {} : { purchasePrice: euros(purchasePrice) }),
    tags: json<readonly string[]>(row, 'tags'),
    attributes: json<Readonly<Record<string, string>>>(row, 'attributes'),
  };
}

/** What anybody may see of an item. */
export function withoutPurchasePrice(item: Item): Item {
  const { purchasePrice: _, ...rest } = item;
  return rest;
}
