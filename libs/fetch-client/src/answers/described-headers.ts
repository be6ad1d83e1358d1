import { compileResponseHeaders } from '@brrt/router-core/portable';
import type { HeadersReader } from '../operation-rule.ts';
import { refuseMissing } from './simple-headers.ts';

type ReaderOf = Parameters<typeof compileResponseHeaders>;

/** Headers of any kind: objects, JSON, several readings of one text. `operation`, `response`, `schemas`: printed from the contract. */
export function describedHeaders(place: unknown, schemas: unknown): HeadersReader {
  // The casts: the generator has printed them.
  const described = place as ReaderOf[0];
  let read: ReturnType<typeof compileResponseHeaders> | undefined;
  return async (headers, answer) => {
    read ??= compileResponseHeaders(described, schemas as ReaderOf[1], undefined);
    const sent = Object.fromEntries([...headers].map(([name, value]) => [name, value]));
    const result = read({ ...sent, 'set-cookie': headers.getSetCookie() });
    if ('breaches' in result) throw answer.breach(result.breaches);
    for (const { name, required } of described.response.headers) {
      if (!Object.hasOwn(result.values, name)) refuseMissing(name, required, answer);
      else await answer.check(`header ${name}`, result.values[name], `/headers/${name}`);
    }
    return result.values;
  };
}
