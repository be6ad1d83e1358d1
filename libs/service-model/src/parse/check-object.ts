import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { checkComposite } from './check-composite.ts';
import { checkDocument } from './check-document.ts';
import { checkHeader, checkParameter } from './check-parameter.ts';
import { checkSecurityScheme } from './check-security-scheme.ts';
import { checkServer } from './check-server.ts';
import type { ObjectKind } from './grammar.ts';

/** Rules between the fields of one object, beyond what the grammar says of each field. */
export function checkObject(kind: ObjectKind, made: JsonObject, context: BundleContext): void {
  if (kind === 'parameter') checkParameter(made, context);
  else if (kind === 'header') checkHeader(made, context);
  else if (kind === 'server') checkServer(made, context);
  else if (kind === 'document') checkDocument(made, context);
  else if (kind === 'securityScheme') checkSecurityScheme(made, context);
  else checkComposite(kind, made, context);
}
