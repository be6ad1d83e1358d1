import type { JsonSchema } from '@brrt/service-model';
import type { Direction, DirectionalSchemas } from './directional-schemas.ts';

/** What a schema is read as: its direction, and where its references lead. */
export interface TypeContext {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly names: DirectionalSchemas;
  readonly direction: Direction;
}
