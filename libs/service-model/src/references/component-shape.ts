import type { ComponentSection } from '../parse/grammar.ts';

const shapes = {
  schemas: 'schema',
  responses: 'response',
  parameters: 'parameter',
  examples: 'example',
  requestBodies: 'requestBody',
  headers: 'header',
  securitySchemes: 'securityScheme',
  links: 'link',
  callbacks: 'callback',
  pathItems: 'pathItem',
  mediaTypes: 'mediaType',
} as const;

/** What a component of a section is, in the words of the grammar. */
export function componentShape(section: ComponentSection): (typeof shapes)[ComponentSection] {
  return shapes[section];
}
