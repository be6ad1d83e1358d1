import type { JsonObject, JsonValue, ServiceModel } from '@brrt/service-model';
import { documentPart } from '@brrt/service-model/references';
import { isBelow, listClientContracts } from './client-contracts.ts';

// How an operation is answered is no concern of who calls it.
const omitted = ['x-service', 'x-brrtrouter-downstream-path', 'x-aggregate'];

/**
 * The document of one kind of clients: of two prefixes that a path is below, the longer one has it.
 * @throws TypeError when the contract has no such kind
 */
export function clientDocument(model: ServiceModel, name: string): JsonObject {
  const contracts = listClientContracts(model);
  const contract = contracts.find((each) => each.name === name);
  if (contract === undefined) throw new TypeError(`The contract has no part ${name}`);
  const { prefix, title, info } = contract;
  const nested = contracts.filter((other) => other.prefix !== prefix && isBelow(other.prefix, prefix));
  return documentPart(model.document, {
    info: { ...infoOf(model.document.info), ...info, title },
    includesPath: (path) => isBelow(path, prefix) && !nested.some((other) => isBelow(path, other.prefix)),
    omitted,
  });
}

/** Without summary and description, which speak of all kinds. */
function infoOf(info: JsonValue | undefined): JsonObject {
  if (typeof info !== 'object' || info === null || Array.isArray(info)) return {};
  const { summary: _, description: __, ...others } = info as JsonObject;
  return others;
}
