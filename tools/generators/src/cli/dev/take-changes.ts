import { registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HotReload, ReloadOutcome } from '@brrt/router-core/ports';

/**
 * Preloaded into every app that a runner starts for development: when the runner says that files have changed, the modules of the app
 * are loaded anew beside the old ones, and the service that they make takes over from the one that runs. Modules of libraries stay.
 */
let version = 0;
let reload: (() => Promise<ReloadOutcome>) | undefined;
const own = pathToFileURL(`${dirname(process.argv[1] ?? '')}/`).href;
const ownModule = new RegExp(String.raw`(${own.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}[^?:\s]*)\?\d+`, 'g');

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
}

function take(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'brrt:reload') return;
  // Nothing is different for an app whose files never change.
  if (version === 0) loadAnew();
  version += 1;
  const nothing: ReloadOutcome = { outcome: 'restart', message: 'src/main.ts does not call runService' };
  Promise.resolve(reload?.() ?? nothing).then((outcome) =>
    process.send?.({ type: 'brrt:reloaded', ...forPeople(outcome) }),
  );
}

/** Every module of the app from now on: one is known by its URL, and another query is another module. */
function loadAnew(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isOwn = resolved.url.startsWith(own) && !resolved.url.includes('/node_modules/');
      return isOwn ? { ...resolved, url: `${resolved.url}?${version}` } : resolved;
    },
  });
  // Traces name files as people know them, and errors that are the same look the same.
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
