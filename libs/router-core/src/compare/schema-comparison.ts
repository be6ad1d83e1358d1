import type { ContractSubset } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler, SchemaPlace } from '../ports/schema-compiler.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { createSchemaGraph, type SchemaGraph } from '../schema/schema-graph.ts';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { generateWitness } from './generate-witness.ts';
import { goalOf } from './goal.ts';
import { createSchemaInterner } from './intern-schemas.ts';
import { createSolver } from './solve-goal.ts';

/** A schema where it stands. */
export interface PlacedSchema {
  readonly contract: ContractSubset;
  readonly place: SchemaPlace;
}

/** Whether every value of one schema is one of another. Neither is said without proof or witness. */
export type Inclusion =
  | { readonly verdict: 'included'; readonly why: 'same' | 'proved' }
  /** `witness` fits the subset and not the superset by both compiled checks; `pointers` are the places in it. */
  | { readonly verdict: 'refuted'; readonly witness: unknown; readonly pointers: readonly string[] }
  | { readonly verdict: 'unknown'; readonly reason: string };

export interface InclusionQuestion {
  readonly superset: PlacedSchema;
  readonly subset: PlacedSchema;
}

export interface SchemaComparison {
  readonly compare: (question: InclusionQuestion) => Inclusion;
}

interface Side {
  readonly graph: SchemaGraph;
  readonly schemas: SchemaCompiler;
}

/** What is made of a contract, once. */
function createSides(): (contract: ContractSubset) => Side {
  const sides = new Map<ContractSubset, Side>();
  return (contract) => {
    const side = sides.get(contract) ?? { graph: createSchemaGraph(contract), schemas: createLiveSchemas(contract) };
    sides.set(contract, side);
    return side;
  };
}

/** Compares schemas of some contracts with each other. What is known of one pair is used for the next. */
export function createSchemaComparison(contracts: readonly ContractSubset[]): SchemaComparison {
  const interner = createSchemaInterner();
  const solver = createSolver(interner);
  const sideOf = createSides();
  const rootOf = ({ contract, place }: PlacedSchema) => {
    const { graph } = sideOf(contract);
    return { schema: { $ref: graph.register(place) }, schemaOf: graph.schema };
  };
  let isRead = false;
  /** All at once: then schemas that contain themselves are recognised in the other contract. */
  const readAll = (): void => {
    if (isRead) return;
    isRead = true;
    interner.add(
      contracts.flatMap((contract) => listSchemaPlaces(contract).map((place) => rootOf({ contract, place }))),
    );
  };
  return {
    compare({ superset, subset }) {
      readAll();
      const [within = 0, around = 0] = interner.add([rootOf(subset), rootOf(superset)]);
      if (within === around) return { verdict: 'included', why: 'same' };
      solver.begin();
      const outcome = solver.solve(goalOf([within], [around]));
      if (outcome.kind === 'none') return { verdict: 'included', why: 'proved' };
      const checks = {
        subset: sideOf(subset.contract).schemas.compile(subset.place),
        superset: sideOf(superset.contract).schemas.compile(superset.place),
      };
      const found = outcome.kind === 'value' ? outcome.value : undefined;
      if (isWitness(found, checks)) return refuted(found, checks);
      const generated = generateWitness({
        terms: interner,
        subset: within,
        superset: around,
        isWitness: (value) => isWitness(value, checks),
      });
      if (generated !== undefined) return refuted(generated, checks);
      const reason = outcome.kind === 'unknown' ? outcome.reason : 'the value that was found is none';
      return { verdict: 'unknown', reason };
    },
  };
}

/** The same for one pair. */
export function compareSchemas(question: InclusionQuestion): Inclusion {
  const { superset, subset } = question;
  return createSchemaComparison([superset.contract, subset.contract]).compare(question);
}

interface Checks {
  readonly subset: CompiledSchema;
  readonly superset: CompiledSchema;
}

function isWitness(value: unknown, { subset, superset }: Checks): boolean {
  return value !== undefined && subset.isValid(value) && !superset.isValid(value);
}

const mostPointers = 5;

function refuted(witness: unknown, { superset }: Checks): Inclusion {
  const pointers = superset.explain(witness, mostPointers).map(({ pointer }) => pointer);
  return { verdict: 'refuted', witness, pointers: [...new Set(pointers)] };
}
