import type { Diagnostic, ReadResult, ServiceModel } from '@brrt/service-model';
import type { ClientScope } from './client-scope.ts';
import { clientTypes } from './emit-client.ts';
import { fetchTypes } from './emit-fetch-client.ts';
import { schemaTypes } from './schema-types.ts';
import type { ChangedTypeName } from './type-names.ts';

/** A model, and where its parts were written. */
export interface LocatedModel extends Pick<ReadResult, 'locate'> {
  readonly model: ServiceModel;
}

/** Schemas whose types in a service are not called as one would expect. Operations: the reader says it of them. */
export function changedTypeNames({ model, locate }: LocatedModel): readonly Diagnostic[] {
  return findings(schemaTypes(model.schemas).changedNames, { model, locate }, 'In code');
}

/** As `changedTypeNames`, of what is called otherwise in a client than in the service itself. */
export function changedClientNames({ model, locate }: LocatedModel, scope: ClientScope): readonly Diagnostic[] {
  const known = new Set(schemaTypes(model.schemas).changedNames.map(keyOf));
  const types = scope.runtime === 'fetch' ? fetchTypes(model, scope) : clientTypes(model, scope);
  const changed = types.changedNames.filter((each) => !known.has(keyOf(each)));
  return findings(changed, { model, locate }, `In the client of ${scope.service}`);
}

/** True for what is said about names whenever code is made, though nothing is wrong. */
export function isAboutNames({ code }: Diagnostic): boolean {
  return code === 'changed-name';
}

function keyOf({ schema, type }: ChangedTypeName): string {
  return JSON.stringify([schema, type]);
}

function findings(
  changed: readonly ChangedTypeName[],
  { model, locate }: LocatedModel,
  where: string,
): readonly Diagnostic[] {
  return changed.map(({ schema, type }): Diagnostic => {
    const value = model.schemas[schema];
    const place =
      locate(model.schemas, schema) ??
      (typeof value === 'object' ? locate(value) : undefined) ??
      locate(model.document);
    return {
      ...(place ?? nowhere),
      severity: 'note',
      code: 'changed-name',
      message: `${where}, the type of the schema "${schema}" becomes "${type}": the name is taken or means something else`,
      hint: 'Give the schema another name to have another type',
    };
  });
}

const nowhere = { file: '', line: 1, column: 1, pointer: '' } as const;
