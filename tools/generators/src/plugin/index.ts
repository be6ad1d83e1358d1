export { createNodes } from './create-nodes.ts';

/** The name under which `nx.json` lists this plugin. */
export const name = 'brrt';
