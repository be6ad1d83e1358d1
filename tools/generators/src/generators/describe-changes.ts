import { registryMarkers } from '../emit/read-registry.ts';
import type { ServiceChanges } from '../emit/reconcile-service.ts';
import type { AppTree } from './app-tree.ts';

/** What a developer should know about the changes of one app, a sentence each. */
export function describeChanges({ root }: AppTree, changes: ServiceChanges): readonly string[] {
  const { added, marked, renamed, removed, orphans, unreadableRegistry } = changes;
  const lines: string[] = [];
  const [answering = [], passed = []] = registryMarkers.map((marker) =>
    [...added, ...marked].filter((entry) => entry.marker === marker).map(({ name }) => name),
  );
  if (answering.length > 0)
    lines.push(
      `${root}: ${answering.join(', ')} ${answering.length === 1 ? 'answers' : 'answer'} from the contract until a handler is written.`,
    );
  if (passed.length > 0)
    lines.push(
      `${root}: ${passed.join(', ')} ${passed.length === 1 ? 'is' : 'are'} passed on to the service that the contract names.`,
    );
  for (const { from, to, file } of renamed)
    lines.push(
      `${root}: ${from} is now ${to}${file === undefined ? '' : `, in src/handlers/${file.replace('./', '')}`}.`,
    );
  if (removed.length > 0)
    lines.push(
      `${root}: the contract no longer has ${removed.join(', ')}; no handler was written, and the ${removed.length === 1 ? 'entry' : 'entries'} in src/handlers/index.ts ${removed.length === 1 ? 'is' : 'are'} gone.`,
    );
  for (const { name, file, isBroken } of orphans) {
    const rest = file === undefined ? '' : ` and, if nothing else uses it, ${root}/${file}`;
    const what = isBroken
      ? `${name} cannot be read and is left out; nothing was deleted. Mend the contract, or remove`
      : `the contract no longer has ${name}; nothing was deleted. Remove`;
    lines.push(`${root}: ${what} its entry in src/handlers/index.ts${rest}.`);
  }
  if (unreadableRegistry)
    lines.push(
      `${root}/src/handlers/index.ts has no \`export const handlers = { … }\`: it is left as it is, enter operations by hand.`,
    );
  return lines;
}
