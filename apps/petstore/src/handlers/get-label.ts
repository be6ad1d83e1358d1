import type { Context } from '../context.ts';
import type { GetLabelRequest, GetLabelResponse } from '../generated/handlers.gen.ts';

export function getLabel({ path }: GetLabelRequest, { dependencies }: Context): GetLabelResponse {
  return { status: 200, body: { color: path.color, pets: dependencies.pets.countByColor(path.color) } };
}
