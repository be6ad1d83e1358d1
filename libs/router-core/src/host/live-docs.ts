import type { DocsFiles } from '../ports/docs-files.ts';
import { loadOnce } from '../ports/load-once.ts';

/** From the packages of the viewers; loaded when somebody looks at the reference. */
export function liveDocs(): DocsFiles {
  const files = loadOnce(async () => (await import('../docs/read-viewer-files.ts')).createViewerFiles());
  return { read: async (name) => (await files()).read(name) };
}

/** Undefined in production, and where nobody told the process of a dashboard. */
export function liveDashboardUrl(): string | undefined {
  const url = process.env.BRRT_DASHBOARD_URL ?? '';
  return process.env.NODE_ENV !== 'production' && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url) ? url : undefined;
}
