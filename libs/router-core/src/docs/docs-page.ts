import type { CallPaths } from './call-paths.ts';
import type { DocsViewer } from './viewer-files.ts';

export interface DocsPageOptions {
  readonly viewer: DocsViewer;
  readonly title: string;
  /** Where the files of the viewer and `start-<viewer>.js` are, relative to the page. */
  readonly base: string;
  /** Of the contract, relative to the page. */
  readonly document: string;
  /** Where calls from the page go, at its origin; undefined: none can be tried. */
  readonly calls: CallPaths | undefined;
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
export function docsPage({ viewer, title, base, document, calls }: DocsPageOptions): string {
  const paths = calls === undefined ? '' : ` data-calls="${escapeHtml(JSON.stringify(calls))}"`;
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

// Every operation is served here, whatever `servers` a path or the operation itself names; gives whether one does. Scalar takes the
// server that is selected for the contract also where an operation has others, unless it has a selected one as well.
const contractScript = `const place = document.getElementById('reference');
const url = new URL(place.dataset.document, document.baseURI).href;
const calls = 'calls' in place.dataset ? JSON.parse(place.dataset.calls) : undefined;
const here = (paths) => paths.map((path) => ({ url: location.origin + path }));
const moveHere = ({ paths, components }) => {
  let moved = false;
  const takeServers = (owner) => {
    moved ||= owner?.servers !== undefined;
    delete owner?.servers;
  };
  for (const [path, written] of Object.entries(paths ?? {})) {
    const item = components?.pathItems?.[written?.$ref?.split('/').at(-1)] ?? written ?? {};
    takeServers(item);
    for (const [method, operation] of Object.entries(item)) {
      takeServers(operation);
      const own = calls.own[method.toUpperCase() + ' ' + path];
      if (own !== undefined)
        Object.assign(operation, { servers: here(own), 'x-scalar-selected-server': here(own)[0].url });
    }
  }
  return moved;
};
const readContract = () => fetch(url).then((response) => response.json());
`;

/**
 * What begins to show the contract; the same for every service. Neither viewer is to reach for anything but this origin: calls go to the
 * service that shows the page, whatever `servers` of its contract says. What they send elsewhere, as credentials to a token endpoint, is
 * not turned around: the policy of the page refuses it. What was moved is not offered as the contract.
 */
export const startScripts: Readonly<Record<DocsViewer, string>> = {
  scalar: `${contractScript}const show = (source) =>
  Scalar.createApiReference(place, {
    ...source,
    withDefaultFonts: false,
    proxyUrl: '',
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    hideTestRequestButton: calls === undefined,
    persistAuth: false,
  });
if (calls === undefined) show({ url });
else
  readContract().then((content) => {
    const servers = here(calls.common);
    // Servers that are given apart are those of every operation.
    show(moveHere(content) ? { content: { ...content, servers }, documentDownloadType: 'none' } : { content, servers });
  });
`,
  swagger: `${contractScript}const show = (source) =>
  SwaggerUIBundle({
    ...source,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: false,
    queryConfigEnabled: false,
  });
if (calls === undefined) show({ url, supportedSubmitMethods: [] });
else
  readContract().then((contract) => {
    moveHere(contract);
    show({ spec: { ...contract, servers: here(calls.common) } });
  });
`,
};
