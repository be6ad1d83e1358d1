import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { checkComposite } from './check-composite.ts';
import { checkHeader, checkParameter } from './check-parameter.ts';
import { checkServer, checkServerVariable } from './check-server.ts';
import type { ObjectKind } from './grammar.ts';

/** Rules between the fields of one object, beyond what the grammar says of each field. */
export function checkObject(kind: ObjectKind, made: JsonObject, context: BundleContext): void {
  switch (kind) {
    case 'parameter':
      return checkParameter(made, context);
    case 'header':
      return checkHeader(made, context);
    case 'server':
      return checkServer(made, context);
    case 'serverVariable':
      return checkServerVariable(made, context);
    default:
      return checkComposite(kind, made, context);
  }
}
