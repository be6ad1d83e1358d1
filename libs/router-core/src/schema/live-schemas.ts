import type { ContractSubset } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createCheckPrinter } from './check/print-checks.ts';
import { type Check, createCompiledSchema } from './compiled-schema.ts';
import { explainValue } from './explain/explain-value.ts';
import { createSchemaGraph, type SchemaGraph } from './schema-graph.ts';
import * as runtime from './schema-runtime.ts';

/** Compiles schemas in this process, each when a value is first checked. */
export function createLiveSchemas(contract: ContractSubset): SchemaCompiler {
  const graph = createSchemaGraph(contract);
  const checkOf = createLiveChecks(graph);
  const compiled = new Map<string, CompiledSchema>();
  return {
    compile(place) {
      const id = graph.register(place);
      const known = compiled.get(id);
      if (known !== undefined) return known;
      const schema = createCompiledSchema({
        check: () => checkOf(id),
        explain: (value, limit) => explainValue({ id, schema: graph.schema }, value, limit),
      });
      compiled.set(id, schema);
      return schema;
    },
  };
}

/** Functions and constants by the names they have in printed code. */
type Scope = Record<string, unknown>;

/** Turns printed code into functions; what an earlier call has made is used again. */
function createLiveChecks(graph: SchemaGraph): (id: string) => Check {
  const printer = createCheckPrinter(graph);
  const scope: Scope = {};
  return (id) => {
    const { name, code, declared } = printer.print(id);
    const known = Object.keys(scope);
    const made = `{${declared.join(',')}}`;
    // Development only: a build has printed what is evaluated here.
    const declare = new Function('runtime', 'scope', `"use strict";const {${known}}=scope;${code}return ${made};`);
    Object.assign(scope, declare(runtime, scope));
    // The printer has declared it, now or earlier.
    return scope[name] as Check;
  };
}
