import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { selectCoding } from '../coding/select-coding.ts';
import { RouteNotFoundError } from '../errors/pipeline-errors.ts';
import type { DocsFileName, DocsFiles } from '../ports/docs-files.ts';
import type { HttpRequest, HttpResponse } from '../ports/http-message.ts';
import type { ManagementEndpoint } from '../ports/management.ts';
import type { CallPaths } from './call-paths.ts';
import { docsPage, docsPolicy, startScripts } from './docs-page.ts';
import { type DocsViewer, docsFileTypes } from './viewer-files.ts';

export interface DocsEndpointsOptions {
  readonly viewer: DocsViewer;
  readonly title: string;
  readonly files: DocsFiles;
  /** Undefined: calls cannot be tried, for the operations are at another origin. */
  readonly calls: CallPaths | undefined;
  /** Of a client contract: where its document and its page are. */
  readonly prefix?: string;
}

const viewerFiles: Readonly<Record<DocsViewer, readonly DocsFileName[]>> = {
  scalar: ['scalar.js', 'LICENSES.txt'],
  swagger: ['swagger-ui.js', 'swagger-ui.css', 'LICENSES.txt'],
};

/** `GET /docs`: the API reference, of files that the service has itself. */
export function docsEndpoints({
  viewer,
  title,
  files,
  calls,
  prefix = '',
}: DocsEndpointsOptions): readonly ManagementEndpoint[] {
  const html = docsPage({ viewer, title, base: 'docs', document: 'openapi.json', calls });
  const policy = docsPolicy(viewer, "'none'");
  const page: HttpResponse = {
    status: 200,
    headers: [
      ...['content-type', 'text/html; charset=utf-8', 'cache-control', 'no-cache'],
      ...['content-security-policy', policy, 'x-frame-options', 'DENY'],
    ],
    body: html,
  };
  const script: HttpResponse = {
    status: 200,
    headers: ['content-type', 'text/javascript; charset=utf-8', 'cache-control', 'no-cache'],
    body: startScripts[viewer],
  };
  return [
    { path: `${prefix}/docs`, respond: () => page },
    { path: `${prefix}/docs/start-${viewer}.js`, respond: () => script },
    ...viewerFiles[viewer].map(
      (name): ManagementEndpoint => ({
        path: `${prefix}/docs/${name}`,
        respond: (request) => respondFile(request, name, files),
      }),
    ),
  ];
}

async function respondFile(request: HttpRequest, name: DocsFileName, files: DocsFiles): Promise<HttpResponse> {
  const octets = await files.read(name);
  if (octets === undefined) throw new RouteNotFoundError();
  const headers = ['content-type', docsFileTypes[name], 'cache-control', 'max-age=3600', 'vary', 'accept-encoding'];
  const coding = selectCoding(request.headers['accept-encoding']?.toString(), ['gzip']);
  if (coding === undefined) return { status: 200, headers, body: await promisify(gunzip)(octets) };
  return { status: 200, headers: [...headers, 'content-encoding', coding], body: octets };
}
