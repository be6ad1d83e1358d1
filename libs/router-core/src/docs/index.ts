/** The API reference as a page: for services, for builds, and for the dashboard. */

export type { DocsFileName, DocsFiles } from '../ports/docs-files.ts';
export { type DocsPageOptions, docsPage, docsPolicy, startScripts } from './docs-page.ts';
export { createViewerFiles } from './read-viewer-files.ts';
export {
  type DocsViewer,
  docsFileNames,
  docsFileTypes,
  docsViewers,
} from './viewer-files.ts';
