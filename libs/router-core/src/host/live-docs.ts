import type { DocsFiles } from '../ports/docs-files.ts';

/** From the packages of the viewers; loaded when somebody looks at the reference. */
export function liveDocs(): DocsFiles {
  let files: Promise<DocsFiles> | undefined;
  return {
    async read(name) {
      files ??= import('../docs/read-viewer-files.ts').then(({ createViewerFiles }) => createViewerFiles());
      return (await files).read(name);
    },
  };
}

/** Undefined in production, and where nobody told the process of a dashboard. */
export function liveDashboardUrl(): string | undefined {
  const url = process.env.BRRT_DASHBOARD_URL ?? '';
  return process.env.NODE_ENV !== 'production' && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url) ? url : undefined;
}
