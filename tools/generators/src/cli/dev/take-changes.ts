import { registerHooks } from 'node:module';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HotReload, ReloadOutcome } from '@brrt/router-core/ports';
import type { ReloadMessage } from './app-process.ts';

/**
 * Preloaded into every app that a runner starts for development: when the runner says that files have changed, the modules of the app
 * that are made of them are loaded anew beside the old ones, and the service that they make takes over from the one that runs. Other
 * modules stay, with what they keep; those of libraries always.
 */
let reload: (() => Promise<ReloadOutcome>) | undefined;
const ownFolder = new URL(import.meta.url).searchParams.get('own') ?? '';
const own = pathToFileURL(ownFolder + sep).href;
const ownModule = new RegExp(String.raw`(${own.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}[^?:\s]*)\?\d+`, 'g');

/** By module, without its version: who imports it, and how often it was loaded anew. */
const importers = new Map<string, Set<string>>();
const versions = new Map<string, number>();
/** What could not be loaded: Node remembers that of its URL. */
let refused: readonly string[] = [];
let version = 0;

if (process.env.NODE_ENV !== 'production') {
  const service: HotReload = {
    serving(given) {
      reload = given;
    },
  };
  Object.defineProperty(globalThis, Symbol.for('brrt.hotReload'), { value: service });
  process.on('message', take);
  // Listening must not keep an app alive that has ended.
  process.channel?.unref();
  followImports();
}

function followImports(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!isOwn(resolved.url)) return resolved;
      const module = withoutVersion(resolved.url);
      const known = importers.get(module) ?? new Set();
      importers.set(module, known);
      if (context.parentURL !== undefined) known.add(withoutVersion(context.parentURL));
      const current = versions.get(module);
      // A module is known by its URL: another query is another module.
      return current === undefined ? resolved : { ...resolved, url: `${module}?${current}` };
    },
  });
}

function take(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'brrt:reload') return;
  // The runner is of the same release.
  const saved = message as unknown as ReloadMessage;
  if (version === 0) nameFilesForPeople();
  version += 1;
  const stale = withImporters([...refused, ...changedModules(saved)]);
  for (const module of stale) versions.set(module, version);
  const nothing: ReloadOutcome = { outcome: 'restart', message: 'src/main.ts does not call runService' };
  Promise.resolve(reload?.() ?? nothing).then((outcome) => {
    refused = outcome.outcome === 'accepted' ? [] : stale;
    process.send?.({ type: 'brrt:reloaded', ...forPeople(outcome) });
  });
}

function changedModules({ files, contract, everything }: ReloadMessage): readonly string[] {
  const all = [...importers.keys()];
  if (everything) return all;
  const changed = files.map((file) => pathToFileURL(file).href).filter((url) => importers.has(url));
  return contract ? [...changed, ...all.filter(isGenerated)] : changed;
}

function isGenerated(url: string): boolean {
  return url.endsWith('.gen.ts');
}

function withImporters(modules: readonly string[]): readonly string[] {
  const found = new Set(modules);
  // A Set visits what is added while it is walked.
  for (const module of found) for (const importer of importers.get(module) ?? []) found.add(importer);
  return [...found];
}

function isOwn(url: string): boolean {
  return url.startsWith(own) && !url.includes('/node_modules/');
}

function withoutVersion(url: string): string {
  return url.replace(/\?\d+$/, '');
}

/** Traces name files as people know them, and errors that are the same look the same. */
function nameFilesForPeople(): void {
  Error.prepareStackTrace = (error, frames) =>
    withoutVersions([String(error), ...frames.map((frame) => `    at ${frame}`)].join('\n'));
}

function withoutVersions(text: string): string {
  return text.replaceAll(ownModule, '$1');
}

/** Which line it is, and not how Node came to read it. */
function forPeople(outcome: ReloadOutcome): ReloadOutcome {
  if (outcome.outcome === 'accepted') return outcome;
  const lines = withoutVersions(outcome.message).split('\n');
  const told = lines.filter((line) => line.trim() !== '' && !/^\s+at .*\(?node:internal/.test(line));
  return { ...outcome, message: told.join('\n') };
}
