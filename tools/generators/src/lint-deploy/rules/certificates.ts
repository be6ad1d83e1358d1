import { posix } from 'node:path';
import { hidesProgram } from '../../emit/deploy/deploy-facts.ts';
import { at, listAt } from '../manifest.ts';
import { deployments, finding, ownContainers, podOf, type Rule } from '../rule.ts';

/** Certificates, keys and the socket of SPIFFE come from volumes: without them the service does not start. */
export const certificatesAreMounted: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      const mounted = listAt(value, 'volumeMounts').map(({ mountPath }) => String(mountPath));
      const wanted = [...facts.reads, ...(facts.svids === undefined ? [] : [facts.svids.path])];
      return wanted
        .filter((file) => !mounted.some((path) => `${file}/`.startsWith(`${path}/`)))
        .map((file) =>
          finding(each, {
            code: 'certificate',
            pointer: `${pointer}/volumeMounts`,
            message: `the service reads ${file} when it starts, and nothing is mounted there`,
            hint: hidesProgram(posix.dirname(file))
              ? 'name a folder of their own in config.production.yaml: a volume here would hide the program'
              : 'run npx nx sync, or mount a volume there',
          }),
        );
    }),
  );

/** Kubernetes refuses a pod with two volumes at one path. */
export const mountsAreApart: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      const paths = listAt(value, 'volumeMounts').map(({ mountPath }) => String(mountPath));
      return [...new Set(paths.filter((path, index) => paths.indexOf(path) < index))].map((path) =>
        finding(each, {
          code: 'volume',
          pointer: `${pointer}/volumeMounts`,
          message: `mounts two volumes at ${path}`,
          hint: 'what is written, certificates and what SPIFFE keeps need a folder each',
        }),
      );
    }),
  );

/** Files of SPIFFE are written by a container beside that of the service. */
export const svidsAreWritten: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) => {
    const all = [...listAt(podOf(each), 'initContainers'), ...listAt(podOf(each), 'containers')];
    const others = all.filter(({ name }) => name !== facts.service);
    const isFilled = others.some((other) => listAt(other, 'volumeMounts').some(({ name }) => name === 'svid'));
    const isEmpty = listAt(podOf(each), 'volumes').some(
      ({ name, emptyDir }) => name === 'svid' && emptyDir !== undefined,
    );
    if (facts.svids?.from !== 'files' || !isEmpty || isFilled) return [];
    return [
      finding(each, {
        severity: 'warning',
        code: 'svid',
        pointer: '/spec/template/spec/containers',
        message: `no container writes the files of SPIFFE to ${posix.dirname(facts.svids.path)}`,
        hint: 'a patch in the overlay: spiffe-helper with the volume svid; or security.spiffe.socket',
      }),
    ];
  });

/** Nobody would ask a pod with success whose handshake wants a certificate. */
export const probesComeIn: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts)
      .filter(({ value }) => facts.refusesProbes && at(value, 'readinessProbe', 'httpGet') !== undefined)
      .map(({ pointer }) =>
        finding(each, {
          code: 'probe',
          pointer: `${pointer}/readinessProbe`,
          message: 'tls.client_auth: require refuses probes, which have no certificate',
          hint: 'management.port in config.production.yaml, or client_auth: request',
        }),
      ),
  );
