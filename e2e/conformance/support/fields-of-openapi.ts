import type { Grammar, ObjectKind } from '../../../libs/service-model/src/parse/grammar.ts';
import { grammar30 } from '../../../libs/service-model/src/parse/grammar-3-0.ts';
import { grammar31 } from '../../../libs/service-model/src/parse/grammar-3-1.ts';
import { grammar32 } from '../../../libs/service-model/src/parse/grammar-3-2.ts';
import { type Version, versions } from './versions.ts';

export const grammars: Readonly<Record<Version, Grammar>> = { '3.0': grammar30, '3.1': grammar31, '3.2': grammar32 };

/** The objects by their names in the specification. */
const objectNames: Readonly<Partial<Record<ObjectKind, string>>> = {
  document: 'OpenAPI',
  info: 'Info',
  contact: 'Contact',
  license: 'License',
  server: 'Server',
  serverVariable: 'Server Variable',
  components: 'Components',
  paths: 'Paths',
  pathItem: 'Path Item',
  operation: 'Operation',
  externalDocs: 'External Documentation',
  parameter: 'Parameter',
  requestBody: 'Request Body',
  mediaType: 'Media Type',
  encoding: 'Encoding',
  responses: 'Responses',
  response: 'Response',
  callback: 'Callback',
  example: 'Example',
  link: 'Link',
  header: 'Header',
  tag: 'Tag',
  securityScheme: 'Security Scheme',
  oauthFlows: 'OAuth Flows',
  oauthFlow: 'OAuth Flow',
};

/** Keys that are no fixed fields, by what the specification calls them. */
const patternedFields: Readonly<Partial<Record<ObjectKind, string>>> = {
  paths: '/{path}',
  responses: '{status}',
  callback: '{expression}',
};

/** What BRRTRouter's contracts say in other words: rows of their own. */
const otherWords: ReadonlySet<string> = new Set(['QUERY', 'x-brrtrouter-query']);

/** Objects and fields that the specification does not have: those of extensions. */
const isExtension = (kind: ObjectKind, field: string): boolean => kind === 'webSocket' || field.startsWith('x-');

export function fieldName(kind: ObjectKind, field: string): string {
  return `${objectNames[kind] ?? kind}.${field}`;
}

/** `Object.field` of every object that a version has, as its grammar reads them. */
export function fieldsOf(version: Version): readonly string[] {
  return Object.entries(grammars[version].objects).flatMap(([key, rule]) => {
    const kind = key as ObjectKind; // the grammar's keys
    const patterned = patternedFields[kind];
    const fixed = Object.keys(rule.fields).filter(
      (field) => !otherWords.has(field) && !isExtension(kind, field) && isOf(version, kind, field),
    );
    return [...fixed, ...(patterned === undefined ? [] : [patterned])].map((field) => fieldName(kind, field));
  });
}

// `query` is read in every version, with a finding before 3.2.
function isOf(version: Version, kind: ObjectKind, field: string): boolean {
  return !(kind === 'pathItem' && field === 'query') || version === versions[2];
}
