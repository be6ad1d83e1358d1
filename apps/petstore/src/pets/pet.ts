export const breeds = [
  'Golden Retriever',
  'Labrador',
  'Bulldog',
  'Poodle',
  'Beagle',
  'Border Collie',
  'Dachshund',
  'Siamese',
  'Maine Coon',
  'British Shorthair',
  'Mixed',
] as const;
export type Breed = (typeof breeds)[number];

export type Color = 'black' | 'white' | 'brown' | 'golden' | 'grey' | 'red' | 'spotted';

/** What people know and say about a pet. */
export interface PetDetails {
  readonly name: string;
  readonly breed: Breed;
  /** Years. */
  readonly age: number;
  readonly vaccinated: boolean;
  readonly tags: readonly string[];
  readonly color: Color | null;
  readonly ownerId: string | null;
}

export interface Pet extends PetDetails {
  readonly id: number;
  /** Counts the changes, from 1. */
  readonly revision: number;
}

/** Undefined when the breed does not tell. */
export function speciesOf(breed: Breed): 'dog' | 'cat' | undefined {
  if (breed === 'Mixed') return undefined;
  return breed === 'Siamese' || breed === 'Maine Coon' || breed === 'British Shorthair' ? 'cat' : 'dog';
}
