import type { BuildContext } from './build-context.ts';
import type { JsonObject } from './json.ts';
import type { Response } from './service-model.ts';

interface ExtensionFinding {
  readonly severity: 'warning' | 'note';
  readonly message: string;
  readonly hint: string;
}

const misplaced: ExtensionFinding = {
  severity: 'warning',
  message: 'has a meaning at an operation only',
  hint: 'Write it into each operation of the path that is passed on',
};

const noStack: ExtensionFinding = {
  severity: 'note',
  message: 'has no meaning here: handlers have no stack of their own',
  hint: 'It is ignored',
};

type Findings = Readonly<Record<string, ExtensionFinding>>;

/** BRRTRouter's extensions that change nothing in a service of ours. */
const withoutEffect: Findings = {
  'x-stack-size': noStack,
  'x-brrtrouter-stack-size': noStack,
  'x-brrtrouter-impl': {
    severity: 'note',
    message: 'has no meaning here: whether an operation has a handler is said in src/handlers/index.ts',
    hint: 'It is ignored',
  },
};

const findings: Readonly<Record<'operation' | 'path item', Findings>> = {
  operation: withoutEffect,
  'path item': { ...withoutEffect, 'x-service': misplaced, 'x-brrtrouter-downstream-path': misplaced },
};

/** BRRTRouter's word for an event stream, which OpenAPI says by the media type. */
export function checkEventStream(
  source: JsonObject,
  responses: readonly Response[],
  { report, sources }: BuildContext,
): void {
  if (source['x-sse'] !== true) return;
  const types = responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType.toLowerCase()));
  if (types.some((mediaType) => mediaType.startsWith('text/event-stream'))) return;
  report.warning({
    at: sources.locate(source, 'x-sse'),
    code: 'extension-without-effect',
    message: '"x-sse" says event stream, and no response is one',
    hint: 'Declare the content of a response as text/event-stream, with itemSchema for one event',
  });
}

/** Says which known extensions of an operation or path item have no effect; unknown ones are nobody's mistake. */
export function checkExtensions(
  source: JsonObject,
  owner: keyof typeof findings,
  { report, sources }: BuildContext,
): void {
  const known = findings[owner];
  const isPassedOn = Object.hasOwn(source, 'x-service');
  for (const name of Object.keys(source)) {
    // There it says who answers.
    if (name === 'x-brrtrouter-impl' && isPassedOn) continue;
    const finding = Object.hasOwn(known, name) ? known[name] : undefined;
    if (finding === undefined) continue;
    const { severity, message, hint } = finding;
    report[severity]({
      at: sources.locate(source, name),
      code: 'extension-without-effect',
      message: `"${name}" ${message}`,
      hint,
    });
  }
}
