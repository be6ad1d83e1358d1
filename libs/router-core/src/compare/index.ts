export {
  compareSchemas,
  createSchemaComparison,
  type Inclusion,
  type InclusionQuestion,
  type PlacedSchema,
  type SchemaComparison,
} from './schema-comparison.ts';
