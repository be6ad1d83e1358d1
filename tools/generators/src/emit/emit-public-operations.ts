import type { Operation, ServiceModel } from '@brrt/service-model';

export const publicOperationsFile = 'public-operations.txt';

const heading = `# Operations that anybody may call without credentials, one "METHOD /path" a line. \`brrt lint\` fails when the
# contract has another one, so that none becomes public by accident: enter it here when it is meant.
`;

/** Whether somebody without credentials may call it. */
export function isPublic({ security }: Pick<Operation, 'security'>): boolean {
  return security.length === 0 || security.some((alternative) => alternative.length === 0);
}

/** How the list names an operation. */
export function publicLine({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The list of an app that has none yet. */
export function emitPublicOperations({ operations }: Pick<ServiceModel, 'operations'>): string {
  return (
    heading +
    operations
      .filter(isPublic)
      .map((operation) => `${publicLine(operation)}\n`)
      .join('')
  );
}
