import type { Context } from '../context.ts';
import type { AdmitAnimalRequest, AdmitAnimalResponse } from '../generated/handlers.gen.ts';

export function admitAnimal({ body }: AdmitAnimalRequest, { dependencies }: Context): AdmitAnimalResponse {
  return { status: 201, body: dependencies.shelter.admit(body) };
}
