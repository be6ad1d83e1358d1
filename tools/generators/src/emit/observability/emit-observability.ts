import type { ServiceModel } from '@brrt/service-model';
import type { EmittedFile } from '../emitted-file.ts';
import { emitDashboard } from './emit-dashboard.ts';
import { emitRules, type RuleOptions } from './emit-rules.ts';
import { folder } from './emit-stack.ts';

export const objectivesFile = `${folder}/slo.yaml`;

/** Relative to the workspace. */
export function dashboardFile(service: string): string {
  return `${folder}/grafana/dashboards/${service}.json`;
}

/** Dashboard and rules of one service. */
export function emitObservability(model: ServiceModel, options: RuleOptions): readonly EmittedFile[] {
  const { service } = options;
  return [
    { path: dashboardFile(service), text: emitDashboard(model, options), owner: 'generator' },
    { path: `${folder}/prometheus/rules/${service}.yaml`, text: emitRules(model, options), owner: 'generator' },
  ];
}
