import type { ServiceChanges } from '../emit/reconcile-service.ts';
import type { AppTree } from './app-tree.ts';

/** What a developer should know about the changes of one app, a sentence each. */
export function describeChanges({ root }: AppTree, changes: ServiceChanges): readonly string[] {
  const { added, renamed, orphans, unreadableRegistry } = changes;
  const lines: string[] = [];
  if (added.length > 0)
    lines.push(
      `${root}: ${added.join(', ')} ${added.length === 1 ? 'answers' : 'answer'} from the contract until a handler is written.`,
    );
  for (const { from, to, file } of renamed)
    lines.push(
      `${root}: ${from} is now ${to}${file === undefined ? '' : `, in src/handlers/${file.replace('./', '')}`}.`,
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
