import { writeJson } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf } from './octets-of.ts';

/** Any JSON value; octets pass as they are. */
export const jsonBody: BodyWriter = (body, contentType) => {
  const text = octetsOf(body) ?? writeJson(body);
  if (text === undefined) throw new TypeError(`A body of type ${typeof body} cannot be written as JSON`);
  return { body: text, contentType };
};
