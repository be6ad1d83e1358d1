import type { Logger } from '@brrt/router-core/ports';

const quietMilliseconds = 60_000;

/** Says in the log that telemetry does not arrive, at most once a minute. */
export function createProblemReport(log: Logger): (detail: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (detail) => {
    if (performance.now() - last < quietMilliseconds) return;
    last = performance.now();
    log.warn(
      { detail: readableMessage(detail) },
      'OpenTelemetry reports a problem; further ones are not logged for a minute',
    );
  };
}

/** Exporters report errors as JSON with a stack in it; its message says enough. */
function readableMessage(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown }; // an object, as its first character says
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}
