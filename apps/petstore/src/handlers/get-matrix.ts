import type { GetMatrixRequest, GetMatrixResponse } from '../generated/handlers.gen.ts';

export function getMatrix({ path }: GetMatrixRequest): GetMatrixResponse {
  const { coords } = path;
  return { status: 200, body: { coords, dimensions: coords.length, distance: Math.hypot(...coords) } };
}
