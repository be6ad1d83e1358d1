import type { JsonSchema, MediaType, Operation } from '@brrt/service-model';
import { listCandidates } from '../examples/example-candidates.ts';
import { generateValue } from '../examples/generate-value.ts';
import { listOf } from '../examples/schema-keywords.ts';
import type { Contract } from '../ports/schema-compiler.ts';
import type { WebSocketChannel } from '../ports/web-socket.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { messagePlace } from '../schema/schema-places.ts';
import { messageMedia } from './message-codec.ts';

/** Messages that a service without a handler sends. */
export interface MessageExamples {
  readonly kind: 'example' | 'generated';
  /** At least one, unless the service sends nothing. */
  readonly messages: readonly unknown[];
}

interface ExampleSource {
  readonly contract: Contract;
  readonly warn: (message: string) => void;
}

/** Of each alternative of the schema its valid examples, else a generated value. Undefined where there is nothing to show. */
export function compileMessageExamples(operation: Operation, source: ExampleSource): MessageExamples | undefined {
  const media = messageMedia(operation, 'send');
  if (media === undefined) {
    const messages = operation.webSocket?.send.binary === true ? [new Uint8Array([0, 1, 2, 3])] : [];
    return { kind: 'generated', messages };
  }
  const whole = shownBy(media, operation, source);
  const shown =
    whole.length > 0 ? whole : branchesOf(media, source).flatMap((each) => shownBy(each, operation, source));
  if (shown.length > 0) return { kind: 'example', messages: shown };
  const { isValid } = source.contract.schemas.compile(messagePlace(operation, 'send'));
  const made = [...branchesOf(media, source), media]
    .map(({ schema = true }) => generateValue(schema, source.contract.model, { direction: 'response', isValid }))
    .filter((value) => value !== undefined);
  return made.length === 0 ? undefined : { kind: 'generated', messages: made };
}

/** What a channel does that nobody has written yet: it shows every message once, then one for each that comes. */
export async function showExamples({ messages }: MessageExamples, channel: WebSocketChannel): Promise<void> {
  for (const message of messages) await channel.send(message);
  let next = 0;
  for await (const _ of channel) {
    if (messages.length > 0) await channel.send(messages[next++ % messages.length]);
  }
}

function shownBy(media: MediaType, operation: Operation, { contract, warn }: ExampleSource): readonly unknown[] {
  const check = contract.schemas.compile(messagePlace(operation, 'send'));
  return listCandidates(media, 'json', contract.model).flatMap(({ body }) => {
    const [breach] = check.explain(body, 1);
    if (breach === undefined) return [body];
    warn(
      `an example of what ${operation.id} sends breaks its schema at ${breach.pointer}: ${breach.detail}; it is not sent`,
    );
    return [];
  });
}

/** The alternatives of a schema, each as a media type. */
function branchesOf(media: MediaType, { contract }: ExampleSource): readonly MediaType[] {
  const resolved = resolveSchema(media.schema, contract.model);
  const branches = [...listOf(resolved, 'oneOf'), ...listOf(resolved, 'anyOf')];
  // Members of `oneOf` and `anyOf` are schemas.
  return branches.map((schema) => ({ ...media, schema: schema as JsonSchema }));
}
