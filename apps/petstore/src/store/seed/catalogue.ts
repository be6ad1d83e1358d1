export const categories = [
  { id: 'supplies', name: 'Supplies', parent_id: null },
  { id: 'food', name: 'Food', parent_id: 'supplies' },
  { id: 'treats', name: 'Treats', parent_id: 'food' },
  { id: 'toys', name: 'Toys', parent_id: 'supplies' },
  { id: 'puzzles', name: 'Puzzles', parent_id: 'toys' },
  { id: 'walking', name: 'Walking', parent_id: 'supplies' },
  { id: 'home', name: 'Home', parent_id: null },
  { id: 'furniture', name: 'Furniture', parent_id: 'home' },
  { id: 'care', name: 'Care', parent_id: 'home' },
];

type Plan = readonly [
  name: string,
  category: string,
  price: number,
  purchasePrice: number,
  tags: readonly string[],
  attributes: Readonly<Record<string, string>>,
];

/** Prices in cents. */
const plans: readonly Plan[] = [
  ['Salmon bites', 'treats', 499, 210, ['cat', 'dog'], { weight: '150 g', flavour: 'salmon' }],
  ['Rope toy', 'toys', 790, 280, ['dog'], { color: 'red', material: 'cotton' }],
  ['Feather wand', 'toys', 650, 190, ['cat'], { color: 'blue', material: 'feather' }],
  ['Kibble for adult dogs', 'food', 2890, 1650, ['dog'], { weight: '6 kg', flavour: 'chicken' }],
  ['Kibble for kittens', 'food', 1990, 1120, ['cat', 'puppy'], { weight: '2 kg', flavour: 'turkey' }],
  ['Treat maze', 'puzzles', 1590, 720, ['dog', 'clever'], { color: 'green', material: 'plastic' }],
  ['Sliding puzzle', 'puzzles', 2190, 990, ['dog', 'cat', 'clever'], { color: 'blue', material: 'wood' }],
  ['Leash, 2 m', 'walking', 1790, 640, ['dog'], { color: 'red', material: 'leather', length: '2 m' }],
  ['Reflective harness', 'walking', 3290, 1480, ['dog'], { color: 'yellow', size: 'M' }],
  ['Cat tree', 'furniture', 8900, 5100, ['cat'], { color: 'grey', height: '160 cm' }],
  ['Orthopaedic bed', 'furniture', 6490, 3300, ['dog', 'calm'], { color: 'grey', size: 'L' }],
  ['Window hammock', 'furniture', 2790, 1200, ['cat', 'indoor'], { color: 'white', material: 'canvas' }],
  ['Grooming brush', 'care', 1290, 430, ['cat', 'dog'], { material: 'bamboo' }],
  ['Ear cleaner', 'care', 990, 350, ['dog'], { volume: '100 ml' }],
  ['Clumping litter', 'care', 1190, 610, ['cat', 'indoor'], { weight: '10 kg' }],
  ['Beef chews', 'treats', 690, 300, ['dog'], { weight: '200 g', flavour: 'beef' }],
  ['Tuna cream', 'treats', 390, 160, ['cat'], { weight: '4 x 15 g', flavour: 'tuna' }],
  ['Tennis balls', 'toys', 590, 210, ['dog', 'playful'], { color: 'yellow', count: '3' }],
  ['Catnip mouse', 'toys', 450, 140, ['cat', 'playful'], { color: 'grey', material: 'felt' }],
  ['Travel bowl', 'walking', 890, 290, ['dog', 'cat'], { color: 'blue', material: 'silicone' }],
];

export const items = plans.map(([name, category_id, price, purchase_price, tags, attributes], index) => ({
  id: itemId(index + 1),
  name,
  category_id,
  price,
  purchase_price,
  tags: JSON.stringify(tags),
  attributes: JSON.stringify(attributes),
}));

type StorePlan = readonly [
  id: string,
  city: string,
  street: string,
  postalCode: string,
  country: string,
  lat: number,
  lon: number,
];

const storePlans: readonly StorePlan[] = [
  ['amsterdam', 'Amsterdam', 'Prinsengracht 263', '1016 GV', 'NL', 52.3752, 4.8839],
  ['utrecht', 'Utrecht', 'Oudegracht 200', '3511 NR', 'NL', 52.0907, 5.1214],
  ['eindhoven', 'Eindhoven', 'Stationsplein 5', '5611 AB', 'NL', 51.4431, 5.4803],
  ['london', 'London', 'Engine Row 12', 'W1J 7NT', 'GB', 51.5074, -0.1278],
];

export const stores = storePlans.map(([id, city, street, postal_code, country, latitude, longitude]) => ({
  id,
  name: `Pet Store ${city}`,
  street,
  city,
  postal_code,
  country,
  latitude,
  longitude,
}));

/** Deterministic and uneven, so that some shelves are nearly empty and one item is in one store only. */
export const stock = items.flatMap(({ id: item_id }, item) =>
  stores
    .filter((_, store) => item !== 9 || store === 0)
    .map(({ id: store_id }, store) => ({
      item_id,
      store_id,
      quantity: (item * 7 + store * 11) % 40,
      reorder_level: 5 + (item % 3) * 5,
    })),
);

/** The id of the n-th item of the seed, from 1. */
export function itemId(position: number): string {
  return `10000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
}
