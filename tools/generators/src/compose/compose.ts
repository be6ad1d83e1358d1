import type { Diagnostic, JsonObject, JsonValue } from '@brrt/service-model';
import { formatPointer, nearestName } from '@brrt/service-model/references';
import { createComposedPaths } from './composed-paths.ts';
import { type Composing, createComposedTags } from './composing.ts';
import type { Composed, CompositionSources } from './composition.ts';
import { isObject } from './composition-file.ts';
import { offeredComponents } from './offered-components.ts';
import { ownSchemes, placeAggregates } from './place-aggregates.ts';
import { placeService } from './place-service.ts';
import type { ServiceDocument } from './service-document.ts';
import { composedName, createTakenComponents, type TakenComponent } from './taken-components.ts';

/**
 * One document of chosen operations of several services and of the BFF's own, each client kind's below its prefix. The same
 * for the same contracts; never throws for one that cannot be composed: what is wrong is in `diagnostics`.
 */
export function compose({ composition, services: documents, aggregates }: CompositionSources): Composed {
  const diagnostics: Diagnostic[] = [];
  const offered = offeredComponents(documents);
  const services = new Map(documents.map((each) => [each.name, each]));
  const components = createTakenComponents((taker, written) => {
    if (taker.source !== aggregates) return { taker, written, made: composedName(taker, written) };
    // What the document of the BFF's own has of a service is the service's.
    return offered.get(`${written.section}/${written.name}`) ?? { taker, written, made: written };
  });
  const paths = createComposedPaths(diagnostics);
  const composing: Composing = { composition, services, paths, components, tags: createComposedTags(), diagnostics };
  for (const contract of composition.contracts) {
    for (const choice of contract.services) {
      if (!services.has(choice.service)) reportService(choice, [...services.keys()], diagnostics);
      placeService(contract, choice, composing);
    }
  }
  if (aggregates !== undefined) placeAggregates(aggregates, composing);
  const order = [...documents, ...(aggregates === undefined ? [] : [aggregates])];
  const schemes = securitySchemes(composing, aggregates);
  const taken = components.sections(order);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { document: undefined, diagnostics };
  const origins = new Map(paths.origins);
  for (const { section, name, origin } of taken) origins.set(formatPointer(['components', section, name]), origin);
  return { document: { value: documentOf(composing, order, { schemes, taken }), origins }, diagnostics };
}

interface DocumentParts {
  readonly schemes: JsonObject;
  readonly taken: readonly TakenComponent[];
}

function documentOf(
  { composition, paths, tags }: Composing,
  order: readonly ServiceDocument[],
  { schemes, taken }: DocumentParts,
): JsonObject {
  const sections: Record<string, Record<string, JsonValue>> = {};
  for (const { section, name, value } of taken) sections[section] = { ...sections[section], [name]: value };
  const isNewest = order.some(({ document }) => String(document.openapi).startsWith('3.2'));
  const used = tags.value();
  return {
    openapi: isNewest ? '3.2.0' : '3.1.0',
    info: composition.info,
    ...(composition.servers === undefined ? {} : { servers: composition.servers }),
    ...(used.length === 0 ? {} : { tags: used }),
    'x-contracts': Object.fromEntries(
      composition.contracts.map(({ name, prefix, info }) => [name, { prefix, ...info }]),
    ),
    paths: paths.value(),
    components: { ...(Object.keys(schemes).length === 0 ? {} : { securitySchemes: schemes }), ...sections },
  };
}

function securitySchemes(
  { composition, paths, diagnostics }: Composing,
  aggregates: ServiceDocument | undefined,
): JsonObject {
  const all: Record<string, JsonValue> = {};
  for (const { securitySchemes: own } of composition.contracts) Object.assign(all, own);
  if (aggregates === undefined) return all;
  const operations = Object.values(paths.value()).flatMap((item) => (isObject(item) ? Object.values(item) : []));
  for (const [name, scheme] of Object.entries(ownSchemes(aggregates, operations))) {
    const owner = composition.contracts.find(({ securitySchemes: own }) => Object.hasOwn(own, name));
    if (owner === undefined) all[name] = scheme;
    else
      diagnostics.push({
        ...owner.at,
        severity: 'error',
        code: 'composition-security',
        message: `The contract ${owner.name} and aggregates.yaml both have a security scheme ${name}`,
        hint: 'Give each a name of its own: it is a key of config.yaml, where it would stand for both',
      });
  }
  return all;
}

function reportService(
  {
    service,
    at,
  }: { readonly service: string; readonly at: Diagnostic | Pick<Diagnostic, 'file' | 'line' | 'column' | 'pointer'> },
  known: readonly string[],
  diagnostics: Diagnostic[],
): void {
  const near = nearestName(service, known);
  const hint = near === undefined ? 'A service is a folder of apps/ with an openapi.yaml' : `Did you mean "${near}"?`;
  diagnostics.push({
    ...at,
    severity: 'error',
    code: 'composition-service',
    message: `There is no service ${service}`,
    hint,
  });
}
