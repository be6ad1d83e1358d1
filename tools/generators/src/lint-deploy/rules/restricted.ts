import { containerUser } from '../../emit/deploy/emit-deployment.ts';
import { at, type Manifest } from '../manifest.ts';
import { containersOf, deployments, finding, podOf, podPointer, type Rule } from '../rule.ts';

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const restricted: Rule = (set) =>
  deployments(set).flatMap((each) => [
    ...ofPod(each),
    ...containersOf(each).flatMap((container) => ofContainer(each, container)),
  ]);

function ofPod(each: Manifest) {
  const pod = podOf(each);
  const said = (key: string, message: string) =>
    finding(each, { code: 'restricted', pointer: `${podPointer}/${key}`, message });
  const profile = at(pod, 'securityContext', 'seccompProfile', 'type');
  return [
    ...(at(pod, 'securityContext', 'runAsNonRoot') === true
      ? []
      : [said('securityContext', 'may run as root: runAsNonRoot has to be true')]),
    ...(at(pod, 'securityContext', 'runAsUser') === containerUser
      ? []
      : [said('securityContext', `runs as another user than the image is made for (${containerUser})`)]),
    ...(profile === 'RuntimeDefault' || profile === 'Localhost'
      ? []
      : [said('securityContext', 'has no seccomp profile')]),
    ...(pod.automountServiceAccountToken === false
      ? []
      : [said('automountServiceAccountToken', 'gets a token of the cluster that it does not use')]),
    ...['hostNetwork', 'hostPID', 'hostIPC']
      .filter((key) => pod[key] === true)
      .map((key) => said(key, `${key} lets it see what is the node’s`)),
  ];
}

function ofContainer(each: Manifest, { pointer, value }: ReturnType<typeof containersOf>[number]) {
  const said = (code: string, key: string, message: string) =>
    finding(each, { code, pointer: `${pointer}/${key}`, message });
  const dropped = at(value, 'securityContext', 'capabilities', 'drop');
  return [
    ...Object.entries({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true })
      .filter(([key, right]) => at(value, 'securityContext', key) !== right)
      .map(([key, right]) => said('restricted', 'securityContext', `${key} has to be ${right}`)),
    ...(Array.isArray(dropped) && dropped.includes('ALL')
      ? []
      : [said('restricted', 'securityContext', 'keeps capabilities: drop ALL')]),
    ...(at(value, 'securityContext', 'privileged') === true
      ? [said('restricted', 'securityContext', 'is privileged')]
      : []),
    ...(['cpu', 'memory'] as const)
      .filter((name) => at(value, 'resources', 'requests', name) === undefined)
      .map((name) => said('resources', 'resources', `requests no ${name}`)),
    ...(at(value, 'resources', 'limits', 'memory') === undefined
      ? [said('resources', 'resources', 'has no limit of memory')]
      : []),
  ];
}

/** One process in each container; more of them ask for as many CPUs. */
export const processesHaveCpu: Rule = (set) =>
  deployments(set).flatMap((each) =>
    containersOf(each).flatMap(({ pointer, value }) => {
      const variables = (at(value, 'env') ?? []) as readonly Readonly<Record<string, unknown>>[]; // the schema has said so
      const processes = Number(variables.find(({ name }) => name === 'WEB_CONCURRENCY')?.value ?? 1);
      const cpu = cpuOf(String(at(value, 'resources', 'requests', 'cpu') ?? '0'));
      if (processes <= 1 || cpu >= processes) return [];
      return [
        finding(each, {
          severity: 'warning',
          code: 'processes',
          pointer: `${pointer}/resources`,
          message: `${processes} processes share the ${cpu} CPU that is requested`,
          hint: 'WEB_CONCURRENCY=1 and more replicas',
        }),
      ];
    }),
  );

function cpuOf(quantity: string): number {
  return quantity.endsWith('m') ? Number.parseFloat(quantity) / 1000 : Number.parseFloat(quantity);
}

/** An image that says which one it is. */
export const imageIsPinned: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    containersOf(each).flatMap(({ pointer, value }) => {
      const image = String(value.image);
      const tag = /(?:@sha256:[0-9a-f]{64}|:([\w.-]+))$/.exec(image);
      if (tag !== null && tag[1] !== 'latest') return [];
      return [
        finding(each, {
          code: 'image',
          pointer: `${pointer}/image`,
          message: `${image} says not which image it is`,
          hint: 'images: [{ name, newTag }] in the overlay',
        }),
      ];
    }),
  );
