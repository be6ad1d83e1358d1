import type { JsonSchema } from '@brrt/service-model';
import { hardCollections } from './hard-collections.fixture.ts';
import { hardCombinations } from './hard-combinations.fixture.ts';
import { hardIntersections } from './hard-intersections.fixture.ts';
import { hardScalars } from './hard-scalars.fixture.ts';

/** Schemas that are hard to satisfy and have a value. */
export const hardSchemas: readonly (readonly [string, JsonSchema])[] = [
  ...hardCombinations,
  ...hardScalars,
  ...hardCollections,
  ...hardIntersections,
];
