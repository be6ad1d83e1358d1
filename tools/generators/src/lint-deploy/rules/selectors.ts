import { at, listAt } from '../manifest.ts';
import { deployments, finding, ofKind, podLabels, portsOf, type Rule, selects } from '../rule.ts';

/** A Deployment that does not select its own pods is refused; others that select nobody do nothing, silently. */
export const selectorsMatch: Rule = (set) => {
  const pods = ofKind(set, 'Deployment');
  const own = pods
    .filter((each) => !selects(at(each.value, 'spec', 'selector', 'matchLabels'), podLabels(each)))
    .map((each) =>
      finding(each, {
        code: 'selector',
        pointer: '/spec/selector',
        message: 'the selector does not match the labels of its pods',
      }),
    );
  const others = (
    [
      ['Service', ['spec', 'selector']],
      ['PodDisruptionBudget', ['spec', 'selector', 'matchLabels']],
      ['NetworkPolicy', ['spec', 'podSelector', 'matchLabels']],
    ] as const
  ).flatMap(([kind, keys]) =>
    ofKind(set, kind)
      .filter((each) => !pods.some((pod) => selects(at(each.value, ...keys), podLabels(pod))))
      .map((each) =>
        finding(each, { code: 'selector', pointer: `/${keys.join('/')}`, message: 'selects no pod of the service' }),
      ),
  );
  const spread = pods.flatMap((each) =>
    listAt(each.value, 'spec', 'template', 'spec', 'topologySpreadConstraints').flatMap((constraint, index) =>
      selects(at(constraint, 'labelSelector', 'matchLabels'), podLabels(each))
        ? []
        : [
            finding(each, {
              code: 'selector',
              pointer: `/spec/template/spec/topologySpreadConstraints/${index}/labelSelector`,
              message: 'the pods that are to be spread are not those of the Deployment',
            }),
          ],
    ),
  );
  return [...own, ...others, ...spread];
};

/** Whoever asks for a port asks for one that the containers have. */
export const servicePorts: Rule = (set) => {
  const [pod] = deployments(set);
  if (pod === undefined) return [];
  const open = portsOf(pod);
  return ofKind(set, 'Service').flatMap((service) =>
    listAt(service.value, 'spec', 'ports').flatMap(({ port, targetPort = port }, index) =>
      open.has(targetPort)
        ? []
        : [
            finding(service, {
              code: 'target-port',
              pointer: `/spec/ports/${index}/targetPort`,
              message: `no container has the port ${String(targetPort)}`,
              hint: `there are ${[...open.keys()].join(', ')}`,
            }),
          ],
    ),
  );
};

/** A ServiceMonitor looks for a Service by its labels, and there for a port by its name. */
export const monitored: Rule = (set) =>
  ofKind(set, 'ServiceMonitor').flatMap((monitor) => {
    const services = ofKind(set, 'Service').filter(
      ({ value }) =>
        selects(
          at(monitor.value, 'spec', 'selector', 'matchLabels'),
          (at(value, 'metadata', 'labels') ?? {}) as Record<string, unknown>,
        ), // labels are an object
    );
    if (services.length === 0)
      return [finding(monitor, { code: 'monitor', pointer: '/spec/selector', message: 'selects no Service' })];
    const names = services.flatMap(({ value }) => listAt(value, 'spec', 'ports').map(({ name }) => name));
    const wanted = set.facts.managementPort === undefined ? (set.facts.isTls ? 'https' : 'http') : 'management';
    return listAt(monitor.value, 'spec', 'endpoints').flatMap(({ port, path = '/metrics' }, index) => {
      const pointer = `/spec/endpoints/${index}`;
      if (!names.includes(port))
        return [
          finding(monitor, {
            code: 'monitor',
            pointer: `${pointer}/port`,
            message: `the Service has no port ${String(port)}`,
          }),
        ];
      if (port !== wanted || path !== '/metrics')
        return [
          finding(monitor, { code: 'monitor', pointer, message: `metrics are at port ${wanted}, path /metrics` }),
        ];
      return [];
    });
  });
