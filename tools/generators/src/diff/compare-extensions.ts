import type { JsonValue } from '@brrt/service-model';
import type { FoundChange, OperationPair } from './diff-context.ts';

/** Those that decide which requests are answered. */
const limits: Readonly<Record<string, string>> = {
  'x-brrtrouter-body-size-bytes': 'how large a body may be',
  'x-brrtrouter-deadline-ms': 'how long a request may take',
  'x-cors': 'which pages of other origins may call it',
};

export function compareExtensions({ old, fresh }: OperationPair): readonly FoundChange[] {
  const names = new Set([...Object.keys(old.extensions), ...Object.keys(fresh.extensions)]);
  return [...names].flatMap((name): readonly FoundChange[] => {
    const [before, after] = [old.extensions[name], fresh.extensions[name]];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const limited = Object.hasOwn(limits, name) ? limits[name] : undefined;
    const text = `${name} has changed: it says ${limited ?? 'nothing of requests and responses'}`;
    const common = { direction: 'contract', part: name, old: old.source, new: fresh.source } as const;
    const level = limited === undefined || isRaised(before, after) ? 'compatible' : 'unknown';
    return [{ ...common, id: 'extension-changed', level, text, content: [before, after] }];
  });
}

function isRaised(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  return typeof before === 'number' && typeof after === 'number' && after > before;
}
