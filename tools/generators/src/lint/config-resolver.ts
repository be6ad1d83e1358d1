import { extname } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import type { Document } from '@redocly/openapi-core';
import { brrtPlugin } from './brrt-plugin.ts';
import { LocalResolver } from './local-resolver.ts';
import { isSchemaObject } from './rules/schema-object.ts';

/** Gives the engine a `redocly.yaml` and what it extends, without the plugins that they name: those are code. */
export class ConfigResolver extends LocalResolver {
  readonly #file: string;
  readonly #alias: string;
  readonly #leftOut = new Map<string, Diagnostic>();

  /** @param alias what the engine asks for when it means `file` */
  constructor(file: string, alias: string) {
    super();
    this.#file = file;
    this.#alias = alias;
  }

  /** What was asked for and is not given, each once. */
  leftOut(): readonly Diagnostic[] {
    return [...this.#leftOut.values()];
  }

  finding(pointer: string, message: string): Diagnostic {
    const at = this.fileOf(this.#file)?.locate(pointer) ?? { file: this.#file, line: 1, column: 1, pointer };
    const hint = 'Rules are those of the engine and brrt/…; nothing is fetched, and plugins are not run';
    return { ...at, severity: 'warning', code: 'rules-left-out', message, hint };
  }

  override async resolveDocument<Parsed = unknown>(base: string | null, reference: string): Promise<Document<Parsed>> {
    const isRoot = reference === this.#alias;
    try {
      const document = await super.resolveDocument<Parsed>(base, isRoot ? this.#file : reference);
      const parsed = this.#withoutCode(document.parsed);
      // The cast: whoever asks knows what kind of document it is.
      return { ...document, parsed: parsed as Parsed };
    } catch (error) {
      if (!isRoot) this.#leaveOut('/extends', `${reference} cannot be read`);
      throw error;
    }
  }

  #withoutCode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#withoutCode(each));
    if (!isSchemaObject(value)) return value;
    const { plugins, extends: extended, ...others } = value;
    for (const plugin of listOf(plugins)) this.#leaveOut('/plugins', `The plugin ${String(plugin)} is not run`);
    const rest = Object.entries(others).map(([key, each]) => [key, this.#withoutCode(each)]);
    return { ...Object.fromEntries(rest), ...(Array.isArray(extended) && { extends: this.#known(extended) }) };
  }

  #known(extended: readonly unknown[]): readonly unknown[] {
    return extended.filter((each) => {
      const isOfPlugin = typeof each === 'string' && extname(each) === '' && each.includes('/');
      if (!isOfPlugin || each.startsWith(`${brrtPlugin.id}/`) || /^[a-z]+:/i.test(each)) return true;
      this.#leaveOut('/extends', `${each} is of a plugin that is not run`);
      return false;
    });
  }

  #leaveOut(pointer: string, message: string): void {
    this.#leftOut.set(message, this.finding(pointer, message));
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
