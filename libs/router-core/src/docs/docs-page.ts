import type { DocsViewer } from './viewer-files.ts';

export interface DocsPageOptions {
  readonly viewer: DocsViewer;
  readonly title: string;
  /** Where the files of the viewer and `start-<viewer>.js` are, relative to the page. */
  readonly base: string;
  /** Of the contract, relative to the page. */
  readonly document: string;
  /** What paths of operations begin with at the origin of the page, for calls from there; undefined: none can be tried. */
  readonly basePaths: readonly string[] | undefined;
}

/**
 * Nothing of it comes from elsewhere, and no script stands in it. Swagger UI needs no styles in the page; Scalar writes its own.
 * Both show images that a description names, which is why these are of this origin alone.
 */
export function docsPolicy(viewer: DocsViewer, ancestors: "'none'" | "'self'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${viewer === 'scalar' ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** The page: what differs between services stands in attributes, which the script reads. */
export function docsPage({ viewer, title, base, document, basePaths }: DocsPageOptions): string {
  const paths = basePaths === undefined ? '' : ` data-base-paths="${escapeHtml(JSON.stringify(basePaths))}"`;
  const data = `data-document="${escapeHtml(document)}"${paths}`;
  const file = (name: string): string => escapeHtml(`${base}/${name}`);
  const style = viewer === 'swagger' ? `<link rel="stylesheet" href="${file('swagger-ui.css')}">\n` : '';
  const script = viewer === 'swagger' ? 'swagger-ui.js' : 'scalar.js';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${style}<body>
<div id="reference" ${data}></div>
<noscript>This reference needs JavaScript. The contract itself: <a href="${escapeHtml(document)}">${escapeHtml(document)}</a></noscript>
<script src="${file(script)}"></script>
<script src="${file(`start-${viewer}.js`)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * What begins to show the contract; the same for every service. Neither viewer is to reach for anything but this origin: calls go to the
 * service that shows the page, whatever `servers` of its contract says. What they send elsewhere, as credentials to a token endpoint, is
 * not turned around: the policy of the page refuses it.
 */
export const startScripts: Readonly<Record<DocsViewer, string>> = {
  scalar: `const place = document.getElementById('reference');
const { basePaths } = place.dataset;
Scalar.createApiReference(place, {
  url: new URL(place.dataset.document, document.baseURI).href,
  withDefaultFonts: false,
  proxyUrl: '',
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  hideTestRequestButton: basePaths === undefined,
  ...(basePaths === undefined ? {} : { servers: JSON.parse(basePaths).map((path) => ({ url: location.origin + path })) }),
  persistAuth: false,
});
`,
  swagger: `const place = document.getElementById('reference');
const { basePaths } = place.dataset;
const url = new URL(place.dataset.document, document.baseURI).href;
const settings = {
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  queryConfigEnabled: false,
};
if (basePaths === undefined) SwaggerUIBundle({ ...settings, url, supportedSubmitMethods: [] });
else
  fetch(url)
    .then((response) => response.json())
    .then((contract) => {
      const servers = JSON.parse(basePaths).map((path) => ({ url: location.origin + path }));
      SwaggerUIBundle({ ...settings, spec: { ...contract, servers } });
    });
`,
};
