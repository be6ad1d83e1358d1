import { at, listAt, type Manifest } from '../manifest.ts';
import { containersOf, deployments, finding, ofKind, podLabels, type Rule, selects } from '../rule.ts';

/** An autoscaler finds what it scales, and can measure it. */
export const autoscalerWorks: Rule = (set) =>
  ofKind(set, 'HorizontalPodAutoscaler').flatMap((scaler) => {
    const {
      minReplicas = 1,
      maxReplicas,
      scaleTargetRef,
    } = (scaler.value.spec ?? {}) as Readonly<Record<string, unknown>>; // the schema has said so
    const target = deployments(set).find(
      ({ name, kind }) => at(scaleTargetRef, 'name') === name && at(scaleTargetRef, 'kind') === kind,
    );
    if (target === undefined)
      return [
        finding(scaler, {
          code: 'autoscaler',
          pointer: '/spec/scaleTargetRef',
          message: 'scales nothing that is here',
        }),
      ];
    const said = (manifest: Manifest, pointer: string, message: string) =>
      finding(manifest, { code: 'autoscaler', pointer, message });
    return [
      ...(Number(minReplicas) > Number(maxReplicas)
        ? [
            said(
              scaler,
              '/spec/minReplicas',
              `wants at least ${String(minReplicas)} and at most ${String(maxReplicas)} replicas`,
            ),
          ]
        : []),
      ...(at(target.value, 'spec', 'replicas') !== undefined
        ? [
            said(
              target,
              '/spec/replicas',
              'says how many replicas there are, and so does the autoscaler: each apply would undo what it did',
            ),
          ]
        : []),
      ...unmeasured(scaler, target),
    ];
  });

/** Utilization is a share of what was requested. */
function unmeasured(scaler: Manifest, target: Manifest) {
  return listAt(scaler.value, 'spec', 'metrics').flatMap((metric) => {
    const resource = String(at(metric, 'resource', 'name'));
    if (at(metric, 'resource', 'target', 'type') !== 'Utilization') return [];
    return containersOf(target)
      .filter(({ value }) => at(value, 'resources', 'requests', resource) === undefined)
      .map(({ pointer }) =>
        finding(target, {
          code: 'autoscaler',
          pointer: `${pointer}/resources`,
          message: `requests no ${resource}, of which the autoscaler wants the share`,
        }),
      );
  });
}

/** A budget that lets nobody go stops every drain of a node. */
export const budgetLetsGo: Rule = (set) =>
  ofKind(set, 'PodDisruptionBudget').flatMap((budget) => {
    const { minAvailable, maxUnavailable } = (budget.value.spec ?? {}) as Readonly<Record<string, unknown>>; // the schema has said so
    const pod = deployments(set).find((each) =>
      selects(at(budget.value, 'spec', 'selector', 'matchLabels'), podLabels(each)),
    );
    if (pod === undefined) return [];
    const least = fewestReplicas(set, pod);
    const blocks = (pointer: string, message: string) => [
      finding(budget, {
        code: 'disruption-budget',
        pointer,
        message,
        hint: 'maxUnavailable: 1 lets one go, however many there are',
      }),
    ];
    if (minAvailable !== undefined && maxUnavailable !== undefined)
      return blocks('/spec/minAvailable', 'has minAvailable and maxUnavailable: one of them');
    if (minAvailable !== undefined && countOf(minAvailable, least) >= least)
      return blocks('/spec/minAvailable', `${String(minAvailable)} have to stay of ${least}: no node could be drained`);
    if (maxUnavailable !== undefined && /^0%?$/.test(String(maxUnavailable)))
      return blocks('/spec/maxUnavailable', 'nobody may go: no node could be drained');
    return [];
  });

function fewestReplicas(set: Parameters<Rule>[0], pod: Manifest): number {
  const scaler = ofKind(set, 'HorizontalPodAutoscaler').find(
    ({ value }) => at(value, 'spec', 'scaleTargetRef', 'name') === pod.name,
  );
  return Number(
    (scaler === undefined ? at(pod.value, 'spec', 'replicas') : at(scaler.value, 'spec', 'minReplicas')) ?? 1,
  );
}

/** Kubernetes rounds up. */
function countOf(value: unknown, replicas: number): number {
  const text = String(value);
  return text.endsWith('%') ? Math.ceil((Number.parseFloat(text) * replicas) / 100) : Number(text);
}

/** A new pod is ready before an old one ends; both at zero is refused by the API. */
export const rollsWithoutLoss: Rule = (set) =>
  deployments(set).flatMap((each) => {
    const { maxUnavailable = '25%', maxSurge = '25%' } = (at(each.value, 'spec', 'strategy', 'rollingUpdate') ??
      {}) as Readonly<Record<string, unknown>>; // the schema has said so
    const said = (message: string) => [
      finding(each, {
        code: 'rolling-update',
        pointer: '/spec/strategy',
        message,
        hint: 'maxSurge: 1, maxUnavailable: 0',
      }),
    ];
    if (at(each.value, 'spec', 'strategy', 'type') === 'Recreate')
      return said('Recreate ends all pods before the first new one starts');
    if (isZero(maxUnavailable) && isZero(maxSurge))
      return said('neither a pod more nor one less: nothing could be replaced');
    if (fewestReplicas(set, each) === 1 && countOf(maxUnavailable, 1) > 0 && !String(maxUnavailable).endsWith('%'))
      return said('the only replica may be missing while it is replaced');
    return [];
  });

function isZero(value: unknown): boolean {
  return /^0%?$/.test(String(value));
}
