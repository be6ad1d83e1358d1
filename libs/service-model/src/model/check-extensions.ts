import type { BuildContext } from './build-context.ts';
import type { JsonObject } from './json.ts';

interface ExtensionFinding {
  readonly severity: 'warning' | 'note';
  readonly message: string;
  readonly hint: string;
}

const notPassedOn: ExtensionFinding = {
  severity: 'warning',
  message: 'asks for requests to be passed on to another service, which is not built yet',
  hint: 'The operation is answered here like any other',
};

const noStack: ExtensionFinding = {
  severity: 'note',
  message: 'has no meaning here: handlers have no stack of their own',
  hint: 'It is ignored',
};

/** BRRTRouter's extensions that change nothing in a service of ours. */
const findings: Readonly<Record<string, ExtensionFinding>> = {
  'x-service': notPassedOn,
  'x-brrtrouter-downstream-path': notPassedOn,
  'x-stack-size': noStack,
  'x-brrtrouter-stack-size': noStack,
  'x-brrtrouter-impl': {
    severity: 'note',
    message: 'has no meaning here: whether an operation has a handler is said in src/handlers/index.ts',
    hint: 'It is ignored',
  },
};

/** Says which known extensions of an operation or path item have no effect; unknown ones are nobody's mistake. */
export function checkExtensions(source: JsonObject, { report, sources }: BuildContext): void {
  for (const name of Object.keys(source)) {
    const finding = Object.hasOwn(findings, name) ? findings[name] : undefined;
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
