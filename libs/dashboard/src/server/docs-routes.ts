import {
  createViewerFiles,
  type DocsFiles,
  type DocsViewer,
  docsFileTypes,
  docsPage,
  docsPolicy,
  startScripts,
} from '@brrt/router-core/docs';
import { fetchLocal } from '../services/fetch-local.ts';
import type { ServiceRegistry } from '../services/service-registry.ts';
import { RequestError } from './request-error.ts';
import type { Route, RouteAnswer } from './route.ts';

const assets = '/assets/viewers';

/** The API reference of each service, by Scalar or Swagger UI, and the contract that it shows. Calls are the console's business. */
export function docsRoutes(registry: ServiceRegistry): readonly Route[] {
  // Read out of their packages when they are first asked for.
  const files = createViewerFiles();
  return [
    {
      method: 'GET',
      path: '/docs/{name}',
      respond: ({ path: { name = '' }, query }) => respondPage(name, query.get('viewer') === 'swagger'),
    },
    {
      method: 'GET',
      path: `${assets}/{file}`,
      respond: ({ path: { file = '' }, message }) =>
        respondFile(file, String(message.headers['accept-encoding'] ?? ''), files),
    },
    {
      method: 'GET',
      path: '/api/services/{name}/openapi.json',
      async respond({ path: { name = '' } }) {
        const url = registry.managementOf(name);
        const answer = url === undefined ? undefined : await fetchLocal(`${url}/openapi.json`);
        if (answer?.status !== 200) throw new RequestError(404, `${name} does not run: its contract is not served`);
        return { status: 200, headers: { 'content-type': 'application/json' }, body: answer.text };
      },
    },
  ];
}

function respondPage(name: string, isSwagger: boolean): RouteAnswer {
  const viewer: DocsViewer = isSwagger ? 'swagger' : 'scalar';
  const document = `/api/services/${encodeURIComponent(name)}/openapi.json`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // Shown inside of the dashboard too.
      'content-security-policy': docsPolicy(viewer, "'self'"),
    },
    body: docsPage({ viewer, title: name, base: assets, document, calls: undefined }),
  };
}

async function respondFile(name: string, accepted: string, files: DocsFiles): Promise<RouteAnswer> {
  const cached = { 'cache-control': 'private, max-age=3600' };
  const [, viewer] = /^start-(scalar|swagger)\.js$/.exec(name) ?? [];
  if (viewer === 'scalar' || viewer === 'swagger')
    return {
      status: 200,
      headers: { ...cached, 'content-type': docsFileTypes['scalar.js'] },
      body: startScripts[viewer],
    };
  if (!isFile(name)) throw new RequestError(404, 'The viewers have no such file');
  if (!accepted.includes('gzip')) throw new RequestError(406, 'The files of the viewers are sent by gzip');
  const body = await files.read(name);
  if (body === undefined) throw new RequestError(404, 'The viewers have no such file');
  return { status: 200, headers: { ...cached, 'content-type': docsFileTypes[name], 'content-encoding': 'gzip' }, body };
}

function isFile(name: string): name is keyof typeof docsFileTypes {
  return Object.hasOwn(docsFileTypes, name);
}
