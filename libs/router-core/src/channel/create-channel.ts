import { randomBytes } from 'node:crypto';
import { ResumeExpiredError } from '../errors/stream-errors.ts';
import { requireOneProcess, workerProcess } from '../ports/worker.ts';
import { type ChannelState, Cursor } from './cursor.ts';
import { Ring } from './ring.ts';
import { SharedItem } from './shared-item.ts';
import { Subscription } from './subscription.ts';

export interface ChannelOptions {
  /**
   * How many items are kept, for those who come back and for those who read slowly: who falls behind further is cut off.
   * Default 1,000.
   */
  readonly retain?: number;
  /**
   * The same in every process of the service: where several workers serve (`http.workers`), what one publishes reaches the streams of
   * all, in the same order, and what was published before a worker began is kept for it too. Items have to be plain data.
   */
  readonly name?: string;
  /** With several workers: this channel is of one of them, and each publishes what it learns from what they share. */
  readonly perWorker?: boolean;
  /** Gives events that have no id one: unique to this channel, so that another process, or the next one, does not take it for its own. */
  readonly assignIds?: boolean;
}

export interface SubscribeOptions<Item> {
  /** `context.lastEventId`: begin behind the item with this id. Undefined: with what comes next. */
  readonly after?: string | undefined;
  /**
   * Asked when that item is not kept (any more): what was missed, from wherever it is stored, or an item that says so. Called at once;
   * what it gives comes before everything that is published from now on.
   */
  readonly older?: (after: string) => Iterable<Item>;
  /** Ends a `for await` over the items; of one that is returned as a body the response takes care. */
  readonly signal?: AbortSignal;
}

/** What happens, told to everybody who listens: a body for streams of many clients, each item checked and written once for all. */
export interface Channel<Item> {
  /** Returns the item as it is sent. Waits for nobody: who does not keep up misses nothing until it is pushed out, and is cut off then. */
  publish(item: Item): Item;
  /** @throws ResumeExpiredError 410 when `after` is not kept and `older` is not given */
  subscribe(options?: SubscribeOptions<Item>): AsyncIterable<Item>;
  /** Ends every stream when it has sent what is there. */
  close(): void;
}

const defaultRetain = 1_000;
/** So many streams are written to in one turn of the event loop. */
const batchSize = 250;

/**
 * @throws TypeError for a `retain` that is no whole number from 1
 * @throws OneProcessError in one of several workers, for a channel that has no name and is not said to be of one
 */
export function createChannel<Item>({
  retain = defaultRetain,
  assignIds = false,
  name,
  perWorker = false,
}: ChannelOptions = {}): Channel<Item> {
  if (!Number.isSafeInteger(retain) || retain < 1) throw new TypeError('retain of a channel is a whole number from 1');
  const state: ChannelState<Item> = { ring: new Ring(retain), waiting: new Set(), isClosed: false };
  const prefix = assignIds ? randomBytes(6).toString('base64url') : undefined;
  const wakeWaiting = createWaker(state.waiting);
  const add = (item: Item): void => {
    if (state.isClosed) return;
    state.ring.add(new SharedItem(item, idOf(item)));
    wakeWaiting();
  };
  const tell = name === undefined ? addAlone(add, perWorker) : addEverywhere(name, retain, add);
  let published = 0;
  return {
    publish(item) {
      if (state.isClosed) throw new TypeError('The channel is closed');
      const sent = prefix === undefined ? item : withId(item, `${prefix}-${published}`);
      published++;
      tell(sent);
      return sent;
    },
    subscribe({ after, older, signal } = {}) {
      const { position, missed } = locate(state.ring, after, older);
      return new Subscription(new Cursor(state, position, missed), signal);
    },
    close() {
      state.isClosed = true;
      wakeWaiting();
    },
  };
}

function addAlone<Item>(add: (item: Item) => void, perWorker: boolean): (item: Item) => void {
  if (!perWorker)
    requireOneProcess('A channel without a name', "createChannel({ name: '…' }) reaches the streams of all");
  return add;
}

function addEverywhere<Item>(name: string, retain: number, add: (item: Item) => void): (item: Item) => void {
  const worker = workerProcess();
  if (worker === undefined) return add;
  // The cast: items under this name come from the same line of code in another worker.
  worker.follow(name, retain, (item) => add(item as Item));
  return (item) => worker.publish(name, item);
}

function locate<Item>(
  ring: Ring<Item>,
  after: string | undefined,
  older: SubscribeOptions<Item>['older'],
): { readonly position: number; readonly missed: Iterable<Item> | undefined } {
  if (after === undefined) return { position: ring.next, missed: undefined };
  const found = ring.find(after);
  if (found !== undefined) return { position: found + 1, missed: undefined };
  if (older === undefined) throw new ResumeExpiredError();
  return { position: ring.next, missed: older(after) };
}

/** Thousands of streams in one turn would keep everything else waiting. */
function createWaker(waiting: Set<() => void>): () => void {
  let asleep: (() => void)[] = [];
  let isWaking = false;
  let isNews = false;
  const wakeSome = (): void => {
    if (asleep.length === 0 && isNews) {
      isNews = false;
      asleep = [...waiting];
      waiting.clear();
    }
    // Who is woken reads, and waits again.
    for (const wake of asleep.splice(-batchSize)) wake();
    isWaking = asleep.length > 0 || isNews;
    if (isWaking) setImmediate(wakeSome);
  };
  return () => {
    isNews = true;
    if (!isWaking) setImmediate(wakeSome);
    isWaking = true;
  };
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' ? item.id : undefined;
}

function withId<Item>(item: Item, id: string): Item {
  return typeof item !== 'object' || item === null || idOf(item) !== undefined ? item : { ...item, id };
}
