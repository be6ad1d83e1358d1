import type { ContractSubset } from '@brrt/service-model';
import { compileEncoder, type Encoded } from '../encode-body.ts';
import { compilePartsEncoder } from './compile-parts-encoder.ts';
import { joinParts, streamParts } from './join-parts.ts';
import type { MultipartEncoder, PartsPlatform } from './multipart-encoder.ts';
import type { PartsDescription } from './multipart-plan.ts';

const node: PartsPlatform<Encoded> = {
  encode: (mediaType, content) => compileEncoder(mediaType)(content),
  join: joinParts,
  stream: streamParts,
};

/** `compilePartsEncoder` on Node's streams. */
export function compileMultipartEncoder(
  parts: PartsDescription,
  contract: Pick<ContractSubset, 'schemas'>,
): MultipartEncoder<Encoded> | undefined {
  return compilePartsEncoder(parts, contract, node);
}
