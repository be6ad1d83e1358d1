import { expect, it } from 'vitest';
import { entityTag } from './entity-tag.ts';

it('names a pet and its revision', () => expect(entityTag({ id: 1, revision: 7 })).toBe('"1-7"'));
