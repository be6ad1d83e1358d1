import { flag, json, number, type Row, text, textOrNull } from '../store/row.ts';
import type { Breed, Color, Pet, PetDetails } from './pet.ts';

export const petColumns = 'id, name, breed, age, vaccinated, tags, color, owner_id, revision';

export function readPet(row: Row): Pet {
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    // Only `writePet` and the seed fill these two columns.
    breed: text(row, 'breed') as Breed,
    age: number(row, 'age'),
    vaccinated: flag(row, 'vaccinated'),
    tags: json<readonly string[]>(row, 'tags'),
    color: textOrNull(row, 'color') as Color | null,
    ownerId: textOrNull(row, 'owner_id'),
    revision: number(row, 'revision'),
  };
}

/** Named parameters of the statements that insert and update. */
export function writePet({ name, breed, age, vaccinated, tags, color, ownerId }: PetDetails) {
  return { name, breed, age, vaccinated: vaccinated ? 1 : 0, tags: JSON.stringify(tags), color, ownerId };
}
