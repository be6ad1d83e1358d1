import type { ComponentSection } from './grammar.ts';

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
export function componentShape<Section extends ComponentSection>(section: Section): (typeof shapes)[Section] {
  return shapes[section];
}
