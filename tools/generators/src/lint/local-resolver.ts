import { confineFiles, readSourceFile, type SourceFile } from '@brrt/service-model';
import { BaseResolver, type Document, ResolveError, Source } from '@redocly/openapi-core';
import { isSchemaObject } from './rules/schema-object.ts';

/** A file that is looked at with overlays applied. */
interface Overlaid {
  readonly file: string;
  readonly overlays: readonly string[];
}

/**
 * Gives Redocly's engine the files as our reader parses them (its own YAML parser refuses real documents), and refuses
 * whatever lies beyond this machine.
 */
export class LocalResolver extends BaseResolver {
  readonly #files = new Map<string, SourceFile>();
  /** The engine asks for a file once for each reference, many at a time: it is parsed once. */
  readonly #reading = new Map<string, Promise<SourceFile | undefined>>();
  readonly #names = new Map<string, string>();
  readonly #overlaid: Overlaid | undefined;
  readonly #confine: ReturnType<typeof confineFiles> | undefined;

  constructor(overlaid?: Overlaid) {
    super();
    this.#overlaid = overlaid;
    this.#confine = overlaid === undefined ? undefined : confineFiles(overlaid.file);
  }

  /** A file that was read on the way. */
  fileOf(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  override resolveExternalRef(base: string | null, reference: string): string {
    // OpenAPI 3.2 §4.1.2.2.2: `$self` is another name of the document.
    return this.#names.get(reference) ?? super.resolveExternalRef(base, reference);
  }

  /** @throws ResolveError as the engine expects it, whatever the type of its base class says */
  override async resolveDocument<Parsed = unknown>(base: string | null, reference: string): Promise<Document<Parsed>> {
    const path = this.resolveExternalRef(base, reference);
    if (/^[a-z][a-z0-9+.-]+:/i.test(path)) throw refusal(`${path} is not on this machine, and nothing is fetched`);
    const place = await this.#confine?.(path);
    if (place !== undefined && 'problem' in place && path !== this.#overlaid?.file) throw refusal(place.problem);
    const overlays = path === this.#overlaid?.file ? this.#overlaid.overlays : [];
    const reading = this.#reading.get(path) ?? readSourceFile(path, { overlays });
    this.#reading.set(path, reading);
    const file = await reading;
    if (file === undefined) throw refusal(`${path} cannot be read`);
    this.#files.set(path, file);
    const self = isSchemaObject(file.value) ? file.value.$self : undefined;
    if (typeof self === 'string') this.#names.set(self, path);
    // The cast: whoever asks knows what kind of document it is.
    return { source: new Source(path, file.text), parsed: file.value as Parsed };
  }
}

function refusal(message: string): ResolveError {
  return new ResolveError(new TypeError(message));
}
