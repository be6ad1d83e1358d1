/** The sections of `components` that references can lead to (OpenAPI 3.2 §4.7). */
export const componentSections = [
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'mediaTypes',
] as const;

export type ComponentSection = (typeof componentSections)[number];

/** The kinds of objects that a document is made of, schemas apart. */
export type ObjectKind =
  | 'document'
  | 'info'
  | 'contact'
  | 'license'
  | 'server'
  | 'serverVariable'
  | 'components'
  | 'paths'
  | 'pathItem'
  | 'operation'
  | 'externalDocs'
  | 'parameter'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'responses'
  | 'response'
  | 'callback'
  | 'example'
  | 'link'
  | 'header'
  | 'tag'
  | 'securityScheme'
  | 'oauthFlows'
  | 'oauthFlow'
  | 'webSocket';

type Shape = ObjectKind | 'schema' | 'string' | 'boolean' | 'number' | 'any' | 'strings';

/** What a field holds: one value, a list of them (`[]x`) or a map to them (`{}x`). */
export type FieldRule = Shape | `[]${Shape}` | `{}${Shape}` | '[]{}strings';

export interface ObjectRule {
  readonly fields: Readonly<Record<string, FieldRule>>;
  readonly required?: readonly string[];
  /** What further keys hold: paths by template, responses by status. */
  readonly others?: FieldRule;
  /** Present when a Reference Object may stand here. */
  readonly section?: ComponentSection;
}

/** One version of OpenAPI: the fields of each object. Extensions (`x-…`) are allowed everywhere. */
export interface Grammar {
  readonly version: '2.0' | '3.0' | '3.1' | '3.2';
  readonly objects: Readonly<Partial<Record<ObjectKind, ObjectRule>>>;
}
