import { at } from '../manifest.ts';
import { deployments, finding, ownContainers, portsOf, type Rule } from '../rule.ts';

const livePaths = ['/livez', '/health'];
const readyPaths = ['/readyz', '/ready'];
/** Seconds that a check of readiness may take until it counts as failed. */
const readinessPatience = 2;

/** The service listens where its container says. */
export const containerPorts: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) => {
    const open = new Set(portsOf(each).values());
    return [facts.port, facts.managementPort].flatMap((port) =>
      port === undefined || open.has(port)
        ? []
        : [
            finding(each, {
              code: 'container-port',
              pointer: '/spec/template/spec/containers/0/ports',
              message: `the service listens on ${port}, which no container has among its ports`,
              hint: 'run npx nx sync',
            }),
          ],
    );
  });

/** All three probes are there, and ask for what the service has. */
export const probes: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) =>
      (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).flatMap((name) => {
        const probe = value[name];
        const said = (message: string, hint?: string) => [
          finding(each, {
            code: 'probe',
            pointer: `${pointer}/${name}`,
            message,
            ...(hint === undefined ? {} : { hint }),
          }),
        ];
        if (probe === undefined) return said(`${name} is missing`);
        const open = portsOf(each);
        const asked = at(probe, 'httpGet') ?? at(probe, 'tcpSocket');
        if (asked === undefined) return said(`${name} asks neither for a path nor for a port`);
        const port = open.get(at(asked, 'port'));
        if (port === undefined) return said(`${name} asks port ${String(at(asked, 'port'))}, which no container has`);
        const wanted = facts.managementPort ?? facts.port;
        if (port !== wanted) return said(`${name} asks port ${port}; health is at ${wanted}`);
        if (at(probe, 'httpGet') === undefined) return [];
        const path = at(asked, 'path');
        const isTls = facts.isTls && facts.managementPort === undefined;
        if (isTls !== (at(asked, 'scheme') === 'HTTPS'))
          return said(`${name} asks by ${isTls ? 'HTTP a port that speaks TLS' : 'HTTPS a port that speaks HTTP'}`);
        const known = name === 'readinessProbe' ? readyPaths : livePaths;
        const own = name === 'readinessProbe' ? facts.readyPath : facts.livePath;
        if (!known.includes(String(path)) || own === undefined)
          return said(
            `${name} asks ${String(path)}`,
            `the service has ${own ?? 'no such path of its own: ask the port'}`,
          );
        if (name === 'readinessProbe' && Number(at(probe, 'timeoutSeconds') ?? 1) <= readinessPatience)
          return said(
            'readinessProbe has less patience than the checks behind it',
            `timeoutSeconds has to be more than ${readinessPatience}`,
          );
        return [];
      }),
    ),
  );
