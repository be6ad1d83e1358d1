import type { ContractSubset } from '@brrt/service-model';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createCompiledSchema, type Validator } from './compiled-schema.ts';
import { type AjvPurpose, createAjv } from './create-ajv.ts';
import { createSchemaGraph, type SchemaGraph } from './schema-graph.ts';

/** Compiles schemas with Ajv, each when its function is first called. */
export function createLiveSchemas(contract: ContractSubset): SchemaCompiler {
  const graph = createSchemaGraph(contract);
  const workshop = createWorkshop(graph, false);
  const compiled = new Map<string, CompiledSchema>();
  return {
    compile(place) {
      const id = graph.register(place);
      const known = compiled.get(id);
      if (known !== undefined) return known;
      const schema = createCompiledSchema({
        decide: () => workshop.validator(id, false),
        explain: () => workshop.validator(id, true),
      });
      compiled.set(id, schema);
      return schema;
    },
  };
}

/** The instances of Ajv that a graph needs, made when needed. */
export interface Workshop {
  /** @throws TypeError when Ajv does not take the schema */
  validator(id: string, explains: boolean): Validator;
  /** The instance that holds the validator of a schema. */
  ajv(id: string, explains: boolean): Ajv2020;
}

export function createWorkshop(graph: SchemaGraph, prints: boolean): Workshop {
  const instances = new Map<string, Ajv2020>();
  const instance = (purpose: AjvPurpose): Ajv2020 => {
    const key = JSON.stringify(purpose);
    const ajv = instances.get(key) ?? createAjv(purpose);
    instances.set(key, ajv);
    return ajv;
  };
  const ajvOf = (id: string, explains: boolean): Ajv2020 =>
    instance({ explains, dynamic: graph.isDynamic(id), prints });
  return {
    ajv: ajvOf,
    validator(id, explains) {
      const ajv = ajvOf(id, explains);
      addReachable(ajv, graph, id);
      return compile(ajv, id);
    },
  };
}

function addReachable(ajv: Ajv2020, graph: SchemaGraph, start: string): void {
  const reached = new Set([start]);
  for (const id of reached) {
    if (Object.hasOwn(ajv.schemas, id) || Object.hasOwn(ajv.refs, id)) continue;
    const { schema, references } = graph.node(id);
    ajv.addSchema(schema, id);
    for (const reference of references) reached.add(reference);
  }
}

function compile(ajv: Ajv2020, id: string): Validator {
  try {
    const validator = ajv.getSchema(id);
    if (validator === undefined) throw new TypeError(`Ajv lost the schema ${id}`);
    // Schemas are never `$async`: the keyword is no known one, so the function returns a boolean.
    return validator as Validator;
  } catch (cause) {
    throw new TypeError(`The schema ${id} cannot be compiled`, { cause });
  }
}
