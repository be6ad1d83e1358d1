import type { CallEvent, CallViolation } from '@brrt/dashboard';
import { mediaKind } from '@brrt/router-core/body';
import type { CommandContext } from '../command.ts';
import { parseLoosely } from './read-call.ts';

/** What happens to a call, told in the terminal as it happens: streams as they come, other bodies as a whole. */
export class ToldCall {
  readonly #json: boolean;
  readonly #context: CommandContext;
  #body = '';
  #isStream = false;
  /** 1 until there is an answer that succeeds and keeps to the contract. */
  exitCode = 1;

  constructor(json: boolean, context: CommandContext) {
    this.#json = json;
    this.#context = context;
  }

  take(event: CallEvent): void {
    if (event.type === 'head') this.exitCode = event.status < 400 ? 0 : 1;
    else if (event.type === 'end' && event.violations.length > 0) this.exitCode = 1;
    else if (event.type === 'failed') this.exitCode = 1;
    if (this.#json) this.#context.print(JSON.stringify(event));
    else this.#tell(event);
  }

  #tell(event: CallEvent): void {
    const { print, warn } = this.#context;
    switch (event.type) {
      case 'checked':
        print(`${event.method} ${event.url}`);
        this.#list(
          event.violations,
          event.sent ? 'The request breaks the contract' : 'Not sent, because it breaks the contract (see --invalid)',
        );
        if (event.note !== undefined) warn(`brrt call: ${event.note}`);
        return;
      case 'head':
        this.#isStream = event.headers.some(([name, value]) => /^content-type$/i.test(name) && isStream(value));
        for (const line of [`${event.status} ${event.statusText}`, ...event.headers.map(toLine), '']) print(line);
        return;
      case 'chunk': {
        const text = event.text ?? `${event.base64?.length ?? 0} characters of base64\n`;
        if (this.#isStream) print(text.trimEnd());
        else this.#body += text;
        return;
      }
      case 'end':
        if (this.#body !== '') print(pretty(this.#body));
        this.#list(event.violations, 'The answer breaks the contract');
        return;
      case 'failed':
        warn(`brrt call: ${event.message}`);
    }
  }

  #list(violations: readonly CallViolation[], title: string): void {
    if (violations.length === 0) return;
    this.#context.warn(`${title}:`);
    for (const { in: place, pointer, detail } of violations)
      this.#context.warn(`  ${pointer === '' ? place : `${place} ${pointer}`}: ${detail}`);
  }
}

function toLine([name, value]: readonly [string, string]): string {
  return `${name}: ${value}`;
}

function isStream(contentType: string): boolean {
  const kind = mediaKind(contentType);
  return kind === 'events' || kind === 'sequence';
}

function pretty(text: string): string {
  const value = parseLoosely(text);
  return value === text ? text : JSON.stringify(value, null, 2);
}
