/** What all servers of the bench do behind HTTP: data in memory, no database, so that what differs is the framework. */
export interface Pet {
  readonly id: number;
  readonly name: string;
  readonly species: string;
  readonly status: string;
  readonly weight: number;
  readonly vaccinated: boolean;
  readonly ownerId: string;
  readonly tags: readonly string[];
  readonly updatedAt: string;
  readonly contact?: unknown;
  readonly notes?: string;
}

export type NewPet = Omit<Pet, 'id' | 'updatedAt'>;

export interface PetQuery {
  readonly limit: number;
  readonly status?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** The pet that breaks the contract: servers that check what they answer refuse to send it. */
export const brokenPetId = 999;

const updatedAt = '2026-11-22T10:00:00Z';
const species = ['dog', 'cat', 'bird'];
const pets = new Map(Array.from({ length: 256 }, (_, index) => [index + 1, createPet(index + 1)]));
pets.set(brokenPetId, { ...createPet(brokenPetId), weight: -1 });
let lastId = 1_000;

function createPet(id: number): Pet {
  return {
    id,
    name: `Rex the ${id}th`,
    species: species[id % species.length] ?? 'dog',
    status: id % 2 === 0 ? 'available' : 'sold',
    weight: 12.5,
    vaccinated: true,
    ownerId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    tags: ['a', 'c'],
    updatedAt,
  };
}

export function getStatus(): { readonly status: string } {
  return { status: 'open' };
}

export function getPet(id: number): Pet | undefined {
  return pets.get(id);
}

export function listPets({ limit, status, tags }: PetQuery): readonly Pet[] {
  const found: Pet[] = [];
  for (const pet of pets.values()) {
    if (status !== undefined && pet.status !== status) continue;
    if (tags !== undefined && tags.length > 0 && !pet.tags.some((tag) => tags.includes(tag))) continue;
    if (found.push(pet) >= limit) break;
  }
  return found;
}

/** The answer alone: a shop that kept them all would be measured with what it keeps. */
export function addPet(pet: NewPet): Pet {
  lastId = lastId >= 9_999 ? 1_001 : lastId + 1;
  return {
    id: lastId,
    name: pet.name,
    species: pet.species,
    status: pet.status,
    weight: pet.weight,
    vaccinated: pet.vaccinated,
    ownerId: pet.ownerId,
    tags: pet.tags,
    updatedAt,
    contact: pet.contact,
    notes: pet.notes,
  } as Pet; // an optional property that is undefined is not written
}
