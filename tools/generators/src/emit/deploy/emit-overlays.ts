import type { EmittedFile } from '../emitted-file.ts';
import type { DeployFacts } from './deploy-facts.ts';
import { deployFolder } from './emit-manifests.ts';

/** Where a developer says what differs from the base: written once. */
export function emitOverlays(facts: DeployFacts): readonly EmittedFile[] {
  return [
    { path: overlayFile('production'), text: production(facts), owner: 'developer' },
    { path: overlayFile('development'), text: development(facts), owner: 'developer' },
  ];
}

function overlayFile(name: string): string {
  return `${deployFolder}/overlays/${name}/kustomization.yaml`;
}

function production({ service, hasMetrics }: DeployFacts): string {
  const components = hasMetrics
    ? '# Without the operator of Prometheus leave this out.\ncomponents: [../../components/monitoring]\n'
    : '';
  return `# Yours: what production has otherwise. kubectl apply -k apps/${service}/${deployFolder}/overlays/production
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../base]
${components}images:
  - name: ${service}
    newName: registry.example.com/${service}
    newTag: 0.1.0
patches:
  - target: { kind: HorizontalPodAutoscaler, name: ${service} }
    patch: |
      - { op: replace, path: /spec/minReplicas, value: 2 }
      - { op: replace, path: /spec/maxReplicas, value: 10 }
  # - target: { kind: Deployment, name: ${service} }
  #   patch: |
  #     - op: add
  #       path: /spec/template/spec/containers/0/env/-
  #       value: { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://collector.monitoring.svc.cluster.local:4318' }
`;
}

function development({ service }: DeployFacts): string {
  return `# Yours: one small replica for a cluster on a developer's machine (kind, minikube), from an image that was built there.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../base]
images:
  - name: ${service}
    newTag: development
patches:
  - target: { kind: HorizontalPodAutoscaler, name: ${service} }
    patch: |
      - { op: replace, path: /spec/minReplicas, value: 1 }
      - { op: replace, path: /spec/maxReplicas, value: 1 }
  - target: { kind: Deployment, name: ${service} }
    patch: |
      - { op: replace, path: /spec/template/spec/containers/0/resources/requests/cpu, value: 100m }
`;
}
