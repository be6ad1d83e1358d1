import type { Diagnostic, JsonObject, JsonValue } from '@brrt/service-model';
import type { ChosenOperation, ClientContract, Composition, OperationChange, ServiceChoice } from './composition.ts';
import { type CompositionFile, isList, isObject, type Path, readCompositionFile } from './composition-file.ts';

export const compositionFile = 'composition.yaml';

export interface ReadComposition {
  /** Undefined when a finding is an error. */
  readonly composition: Composition | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a `composition.yaml`. Never throws: everything found is in `diagnostics`. */
export function readComposition(source: { readonly text: string; readonly file: string }): ReadComposition {
  const file = readCompositionFile(source);
  const root = file.object(file.value, [], ['info', 'servers', 'contracts']);
  const composition: Composition = {
    info: readInfo(root, file),
    servers: root.servers,
    contracts: readContracts(root, file),
  };
  const isSound = file.diagnostics.every(({ severity }) => severity !== 'error');
  return { composition: isSound ? composition : undefined, diagnostics: file.diagnostics };
}

function readInfo({ info }: JsonObject, file: CompositionFile): JsonObject {
  const read = file.object(info, ['info']);
  const missing = ['title', 'version'].filter((key) => typeof read[key] !== 'string' || read[key] === '');
  for (const key of missing) {
    file.error(
      ['info'],
      'composition-missing',
      `The composition has no info.${key}`,
      `Write info: { ${key}: … }, in quotes`,
    );
  }
  return read;
}

function readContracts({ contracts }: JsonObject, file: CompositionFile): readonly ClientContract[] {
  const entries = Object.entries(file.object(contracts, ['contracts']));
  if (entries.length === 0)
    file.error(
      ['contracts'],
      'composition-missing',
      'The composition has no contracts',
      'Write contracts: { web: { … } }',
    );
  const read = entries.map(([name, value]) => readContract(name, value, file));
  reportTwice(read, file);
  return read;
}

const contractKeys = ['prefix', 'info', 'servers', 'securitySchemes', 'security', 'services'];

function readContract(name: string, value: JsonValue, file: CompositionFile): ClientContract {
  const path = ['contracts', name];
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(name))
    file.error(path, 'composition-name', `"${name}" is no name of a contract`, 'Write it in kebab-case, such as web');
  const contract = file.object(value, path, contractKeys);
  const securitySchemes = file.object(contract.securitySchemes, [...path, 'securitySchemes']);
  if (!isList(contract.security)) {
    const hint =
      'Write security: [{ <scheme>: [] }] and the scheme below securitySchemes; security: [] lets everybody in';
    file.error(path, 'composition-missing', `The contract ${name} does not say who may call it`, hint);
  }
  const known = Object.keys(securitySchemes);
  checkSecurity(contract.security, [...path, 'security'], { known, file });
  const services = Object.entries(file.object(contract.services, [...path, 'services']));
  return {
    name,
    prefix: readPrefix(contract.prefix, `/${name}`, { path: [...path, 'prefix'], file }),
    info: file.object(contract.info, [...path, 'info']),
    servers: contract.servers,
    securitySchemes,
    security: contract.security ?? [],
    services: services.map(([service, choice]) => {
      return readService(service, choice, { path: [...path, 'services', service], known, file });
    }),
    at: file.at(path),
  };
}

interface Reading {
  readonly path: Path;
  readonly file: CompositionFile;
}

interface ContractReading extends Reading {
  /** Names of the contract's security schemes. */
  readonly known: readonly string[];
}

function readPrefix(value: JsonValue | undefined, standard: string, { path, file }: Reading): string {
  if (value === undefined) return standard;
  if (typeof value === 'string' && /^(?:\/[\w.~-]+)*$/.test(value)) return value;
  const hint = 'Write whole segments without a slash at the end, such as /web/v1; an empty text is the root';
  file.error(path, 'composition-path', `"${String(value)}" cannot stand before paths`, hint);
  return standard;
}

// `petstore: all` and `petstore: [get_pet]` are short for `petstore: { operations: … }`.
function readService(service: string, value: JsonValue, reading: ContractReading): ServiceChoice {
  const { path, file } = reading;
  const isShort = value === 'all' || isList(value);
  const choice = isShort ? { operations: value } : file.object(value, path, ['operations', 'path', 'changes']);
  const place = isShort ? path : [...path, 'operations'];
  const changes = Object.entries(file.object(choice.changes, [...path, 'changes']));
  return {
    service,
    operations: readOperations(choice.operations, { path: place, file }),
    path: readPrefix(choice.path, '', { path: [...path, 'path'], file }),
    changes: new Map(
      changes.map(([id, change]) => [id, readChange(change, { ...reading, path: [...path, 'changes', id] })]),
    ),
    at: file.at(path),
  };
}

function readOperations(value: JsonValue | undefined, { path, file }: Reading): 'all' | readonly ChosenOperation[] {
  if (value === 'all') return 'all';
  if (isList(value) && value.every((id) => typeof id === 'string'))
    return value.map((id, index) => ({ id: String(id), at: file.at([...path, String(index)]) }));
  file.error(path, 'composition-type', 'Say which operations', 'Write `all`, or a list of operationIds of the service');
  return [];
}

function readChange(value: JsonValue, { path, file, known }: ContractReading): OperationChange {
  const change = file.object(value, path, ['operationId', 'path', 'tags', 'security']);
  const operationId = file.text(change.operationId, [...path, 'operationId']);
  const written = file.text(change.path, [...path, 'path']);
  if (written !== undefined && !/^\/[^?#\s]*$/.test(written))
    file.error(
      [...path, 'path'],
      'composition-path',
      `"${written}" is no path`,
      'Write it from its slash, such as /pets/{id}',
    );
  const tags = isList(change.tags) ? change.tags.map(String) : undefined;
  if (change.tags !== undefined && tags === undefined)
    file.error([...path, 'tags'], 'composition-type', '"tags" has to be a list of texts');
  checkSecurity(change.security, [...path, 'security'], { known, file });
  return {
    ...(operationId === undefined ? {} : { operationId }),
    ...(written === undefined ? {} : { path: written }),
    ...(tags === undefined ? {} : { tags }),
    ...(change.security === undefined ? {} : { security: change.security }),
    at: file.at(path),
  };
}

function checkSecurity(value: JsonValue | undefined, path: Path, { known, file }: Omit<ContractReading, 'path'>): void {
  if (value === undefined) return;
  if (!isList(value)) file.error(path, 'composition-type', '"security" has to be a list of requirements');
  for (const [index, requirement] of isList(value) ? value.entries() : []) {
    const schemes = isObject(requirement) ? Object.keys(requirement) : [];
    for (const scheme of schemes.filter((each) => !known.includes(each))) {
      const hint = known.length === 0 ? 'It has no securitySchemes' : `It has ${known.join(', ')}`;
      file.error(
        [...path, String(index), scheme],
        'composition-security',
        `The contract has no security scheme ${scheme}`,
        hint,
      );
    }
  }
}

/** Names of schemes are keys of the configuration: one contract's keys must not open another. */
function reportTwice(contracts: readonly ClientContract[], file: CompositionFile): void {
  const owners = new Map<string, string>();
  const prefixes = new Map<string, string>();
  for (const { name, prefix, securitySchemes } of contracts) {
    for (const scheme of Object.keys(securitySchemes)) {
      const owner = owners.get(scheme);
      const hint = `Give it a name of its own: ${scheme} is a key of config.yaml, where it would stand for both`;
      if (owner !== undefined)
        file.error(
          ['contracts', name, 'securitySchemes', scheme],
          'composition-security',
          `The contract ${owner} has a security scheme ${scheme} too`,
          hint,
        );
      owners.set(scheme, name);
    }
    const other = prefixes.get(prefix);
    if (other !== undefined)
      file.error(
        ['contracts', name],
        'composition-path',
        `The contract ${other} has the prefix "${prefix}" too`,
        'Give each contract a prefix of its own',
      );
    prefixes.set(prefix, name);
  }
}
