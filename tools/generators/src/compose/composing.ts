import type { Diagnostic, JsonObject, JsonValue } from '@brrt/service-model';
import type { ComposedPaths } from './composed-paths.ts';
import type { Composition } from './composition.ts';
import { isList, isObject } from './composition-file.ts';
import type { ServiceDocument } from './service-document.ts';
import type { TakenComponents } from './taken-components.ts';

/** What is filled while a document is composed. */
export interface Composing {
  readonly composition: Composition;
  readonly services: ReadonlyMap<string, ServiceDocument>;
  readonly paths: ComposedPaths;
  readonly components: TakenComponents;
  readonly tags: ComposedTags;
  readonly diagnostics: Diagnostic[];
}

/** Tags that operations have, described as in the document that they are of. */
export interface ComposedTags {
  /** The tag's name in the composed document. */
  use(tag: string, source: ServiceDocument): string;
  value(): readonly JsonObject[];
}

/** A service's tags are called after it: `petstore pets`. */
export function createComposedTags(): ComposedTags {
  const used = new Map<string, JsonObject>();
  const use = (tag: string, source: ServiceDocument): string => {
    const name = source.name === '' ? tag : `${source.name} ${tag}`;
    if (used.has(name)) return name;
    const written = tagsOf(source.document).find((each) => each.name === tag) ?? {};
    used.set(name, { ...written, name });
    // OpenAPI 3.2 §4.22: the parent has to be a tag of the document.
    if (typeof written.parent === 'string') used.set(name, { ...written, name, parent: use(written.parent, source) });
    return name;
  };
  return { use, value: () => [...used.values()] };
}

function tagsOf({ tags }: JsonObject): readonly JsonObject[] {
  return isList(tags) ? tags.filter(isObject) : [];
}

export function textsOf(value: JsonValue | undefined): readonly string[] {
  return isList(value) ? value.filter((each) => typeof each === 'string') : [];
}
