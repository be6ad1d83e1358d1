import type { Operation, ServiceModel } from '@brrt/service-model';

/** The operation of a called service that requests of `operation` go on to; undefined when its contract has none. */
export function findCalled(
  { method, passThrough }: Pick<Operation, 'method' | 'passThrough'>,
  { operations }: Pick<ServiceModel, 'operations'>,
): Operation | undefined {
  const segments = passThrough?.path.split('/') ?? [];
  return operations.find(
    (called) =>
      called.method === method &&
      called.basePaths.some((basePath) => takes(`${basePath}${called.path}`.split('/'), segments)),
  );
}

/** Whatever the variables of `path` are, `template` matches. */
function takes(template: readonly string[], path: readonly string[]): boolean {
  return (
    template.length === path.length &&
    template.every((segment, index) => {
      const sent = path[index] ?? '';
      return segment.includes('{') ? sent !== '' : segment === sent;
    })
  );
}
