import { endpointSeconds, graceSeconds } from '../../emit/deploy/deploy-facts.ts';
import { at } from '../manifest.ts';
import { deployments, finding, ownContainers, podOf, podPointer, type Rule } from '../rule.ts';

/** The pod has the time that its steps take, so that SIGKILL comes only to what hangs. */
export const graceIsEnough: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      const slept = Number(at(value, 'lifecycle', 'preStop', 'sleep', 'seconds') ?? 0);
      const { drainDelay } = facts.stopping;
      const least = graceSeconds({ ...facts.stopping, preStop: slept });
      const grace = Number(podOf(each).terminationGracePeriodSeconds ?? 30);
      const late =
        slept + drainDelay < endpointSeconds
          ? [
              finding(each, {
                code: 'pre-stop',
                pointer: `${pointer}/lifecycle`,
                message: `stops taking requests ${slept + drainDelay} s after the decision, while proxies may still send some for ${endpointSeconds} s`,
                hint: 'preStop.sleep, or http.drain_delay_ms',
              }),
            ]
          : [];
      const short =
        grace < least
          ? [
              finding(each, {
                code: 'grace-period',
                pointer: `${podPointer}/terminationGracePeriodSeconds`,
                message: `ends after ${grace} s what may take ${least} s to stop (preStop, drain_delay_ms, drain_timeout_ms, webhooks, 5 s)`,
                hint: `at least ${least}`,
              }),
            ]
          : [];
      return [...late, ...short];
    }),
  );

/** A request that came just before SIGTERM has its whole time. */
export const drainOutlastsRequests: Rule = ({ manifests, facts }) => {
  const { longestDeadlineMs, stopping } = facts;
  const isCut = longestDeadlineMs === 0 || stopping.drainTimeout * 1000 < longestDeadlineMs;
  if (!isCut) return [];
  return deployments({ manifests, facts }).map((each) =>
    finding(each, {
      severity: 'warning',
      code: 'drain-timeout',
      pointer: `${podPointer}/terminationGracePeriodSeconds`,
      message:
        longestDeadlineMs === 0
          ? `an operation has no deadline, and http.drain_timeout_ms ends it after ${stopping.drainTimeout} s`
          : `an operation may take ${longestDeadlineMs} ms, and http.drain_timeout_ms ends it after ${stopping.drainTimeout} s`,
      hint: 'raise http.drain_timeout_ms, or lower http.handler_deadline_ms',
    }),
  );
};
