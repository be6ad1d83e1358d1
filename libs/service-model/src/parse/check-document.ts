import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { checkDialect } from './check-keyword.ts';

/** Rules of the OpenAPI Object. */
export function checkDocument(document: JsonObject, context: BundleContext): void {
  checkSelf(document, context);
  const { jsonSchemaDialect } = document;
  if (jsonSchemaDialect !== undefined)
    checkDialect(jsonSchemaDialect, { container: document, key: 'jsonSchemaDialect' }, context);
}

/** OpenAPI 3.2 §4.1: `$self` is the address of the document, which other documents refer to. */
function checkSelf(document: JsonObject, { report, sources }: BundleContext): void {
  const { $self } = document;
  if (typeof $self !== 'string' || (!$self.includes('#') && URL.canParse($self, 'file:///'))) return;
  const at = sources.locate(document, '$self');
  const hint = 'It is read as far as it is one';
  report.warning({
    at,
    code: 'invalid-self',
    message: `"$self" must be a URI without a fragment, not "${$self}"`,
    hint,
  });
}
