import type { EmittedFile } from '../emitted-file.ts';
import type { DeployFacts } from './deploy-facts.ts';
import { containerUser } from './emit-deployment.ts';
import { deployFolder } from './emit-manifests.ts';

export const dockerFile = `${deployFolder}/Dockerfile`;

/** The image, and what the build does not need to see: the developer's once they are there. */
export function emitDockerfile(facts: DeployFacts, nodeVersion: string): readonly EmittedFile[] {
  return [
    { path: dockerFile, text: dockerfile(facts, nodeVersion), owner: 'developer' },
    { path: `${dockerFile}.dockerignore`, text: dockerignore, owner: 'developer' },
  ];
}

function dockerfile(facts: DeployFacts, nodeVersion: string): string {
  const { service } = facts;
  const port = facts.managementPort ?? facts.port;
  const exposed = facts.managementPort === undefined ? `${facts.port}` : `${facts.port} ${facts.managementPort}`;
  return `# syntax=docker/dockerfile:1
# At the root of the workspace: docker build -f apps/${service}/${dockerFile} -t ${service} .

FROM node:${nodeVersion}-trixie-slim AS build
WORKDIR /workspace
ENV NX_DAEMON=false
COPY . .
# The cache of npm is kept between builds; nothing of it is in a layer.
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
RUN npx nx build ${service} && rm -f dist/apps/${service}/config.development.yaml

FROM node:${nodeVersion}-trixie-slim
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="${service}" \\
      org.opencontainers.image.version="$VERSION" \\
      org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production
WORKDIR /app
# Root owns the files and the service cannot change them: it writes to /tmp, and where its configuration says.
COPY --from=build /workspace/dist/apps/${service} ./
USER ${containerUser}:${containerUser}
EXPOSE ${exposed}
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \\
  CMD ["node", "-e", "${healthcheck(facts, port)}"]
CMD ["node", "--disallow-code-generation-from-strings", "main.mjs"]
`;
}

/** The image has no curl: Node asks. Where the service speaks TLS, its port is asked alone. */
function healthcheck({ livePath, isTls, managementPort }: DeployFacts, port: number): string {
  const number = managementPort === undefined ? `process.env.PORT||${port}` : String(port);
  if (livePath === undefined || (isTls && managementPort === undefined))
    return `require('node:net').connect(${number}).on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))`;
  return `fetch('http://127.0.0.1:'+(${number})+'${livePath}').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))`;
}

// Beside the Dockerfile, where BuildKit looks for it before it looks at the root.
const dockerignore = `.git
.nx
**/node_modules
**/dist
**/coverage
**/*.log
**/.env*
**/secret*.yaml
!**/secret.example.yaml
`;
