import type { BuildContext } from './build-context.ts';
import { definedFields, isJsonObject, listField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { Tag } from './service-model.ts';

/** The `tags` of a document, each name once; a parent is another tag and never a descendant (OpenAPI 3.2 §4.22). */
export function buildTags(document: JsonObject, context: BuildContext): readonly Tag[] {
  const written = distinctTags(document, context);
  const parents = readParents(written, context);
  return [...written].map(([name, tag]) => ({
    name,
    ...definedFields<Omit<Tag, 'name'>>({
      summary: stringField(tag, 'summary'),
      description: stringField(tag, 'description'),
      parent: parents.get(name),
      kind: stringField(tag, 'kind'),
    }),
  }));
}

function distinctTags(document: JsonObject, { report, sources }: BuildContext): ReadonlyMap<string, JsonObject> {
  const tags = new Map<string, JsonObject>();
  for (const tag of listField(document, 'tags').filter(isJsonObject)) {
    const name = stringField(tag, 'name') ?? '';
    if (!tags.has(name)) tags.set(name, tag);
    else {
      const at = sources.locate(tag, 'name');
      const message = `The tag "${name}" is declared twice`;
      report.warning({ at, code: 'duplicate-tag', message, hint: 'The first declaration counts' });
    }
  }
  return tags;
}

// Tags are taken in order: the one that closes a ring of parents is read without its parent.
function readParents(tags: ReadonlyMap<string, JsonObject>, context: BuildContext): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const roots = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = roots.get(root); next !== undefined; next = roots.get(root)) root = next;
    return root;
  };
  for (const [name, tag] of tags) {
    const parent = stringField(tag, 'parent');
    if (parent === undefined) continue;
    if (!tags.has(parent)) {
      reportParent(tag, ['unknown-parent', `There is no tag "${parent}"`], context);
    } else if (rootOf(parent) === name) {
      reportParent(tag, ['cyclic-tag', `The tag "${parent}" is nested under "${name}" itself`], context);
    } else {
      parents.set(name, parent);
      // Shortened, so that long chains stay linear.
      roots.set(name, rootOf(parent));
    }
  }
  return parents;
}

function reportParent(
  tag: JsonObject,
  [code, message]: readonly ['unknown-parent' | 'cyclic-tag', string],
  { report, sources }: BuildContext,
): void {
  report.warning({ at: sources.locate(tag, 'parent'), code, message, hint: 'The tag is read as having no parent' });
}
