import { createReplayMemory } from '../counting/replay-memory.ts';
import { TokenBuckets } from '../counting/token-buckets.ts';
import { lastingMetrics, mergeMetrics } from '../ports/metric-snapshot.ts';
import type { LimitState } from '../ports/request-limit.ts';
import type { CrewAnswers, CrewReport } from '../ports/worker.ts';
import type { Crew } from './crew.ts';
import type { WorkerHandle } from './worker-handle.ts';
import type { CrewTopic, Question, WorkerMessage } from './worker-message.ts';

/** Who does not answer by then is left out. */
const patienceMs = 500;

interface Gathering {
  readonly from: WorkerHandle;
  readonly id: number;
  readonly topic: CrewTopic;
  readonly waitingFor: Set<WorkerHandle>;
  readonly answers: Map<WorkerHandle, unknown>;
  readonly timer: NodeJS.Timeout;
}

interface Followed {
  readonly retain: number;
  readonly kept: unknown[];
  readonly followers: Set<WorkerHandle>;
}

/** What the workers of a service have to know of one another goes through here; it decides nothing and waits for nobody. */
export class Switchboard {
  readonly #crew: Pick<Crew, 'workers' | 'wanted' | 'lost'>;
  readonly #gatherings = new Map<number, Gathering>();
  readonly #followed = new Map<string, Followed>();
  readonly #replays = createReplayMemory();
  readonly #buckets = new Map<string, TokenBuckets>();
  /** What each worker measured last, and what counts of those that have ended. */
  readonly #metrics = new Map<WorkerHandle, CrewAnswers['metrics']>();
  #gone: CrewAnswers['metrics'] = [];
  #lastGathering = 0;

  constructor(crew: Pick<Crew, 'workers' | 'wanted' | 'lost'>) {
    this.#crew = crew;
  }

  take(message: WorkerMessage, from: WorkerHandle): void {
    if (message.brrt === 'ask-all') this.#gather(from, message.id, message.topic);
    else if (message.brrt === 'collected') this.#collected(from, message);
    else if (message.brrt === 'question')
      from.send({ brrt: 'answer', id: message.id, value: this.#answer(message.question) });
    else if (message.brrt === 'follow') this.#follow(from, message.name, message.retain);
    else if (message.brrt === 'publish') this.#publish(message.name, message.item);
    else if (message.brrt === 'parting') {
      this.#measured(from, message.metrics);
      from.send({ brrt: 'parted' });
    }
  }

  ended(worker: WorkerHandle): void {
    const last = this.#metrics.get(worker);
    this.#metrics.delete(worker);
    if (last !== undefined)
      this.#gone = mergeMetrics([this.#gone, lastingMetrics(last)].map((metrics) => ({ worker: undefined, metrics })));
    for (const { followers } of this.#followed.values()) followers.delete(worker);
    for (const [id, gathering] of this.#gatherings) {
      if (gathering.from === worker) this.#forget(id);
      else if (gathering.waitingFor.delete(worker) && gathering.waitingFor.size === 0) this.#report(id);
    }
  }

  #gather(from: WorkerHandle, id: number, topic: CrewTopic): void {
    const asked = this.#crew.workers.filter(({ hasServed }) => hasServed);
    const own = ++this.#lastGathering;
    const timer = setTimeout(() => this.#report(own), patienceMs);
    this.#gatherings.set(own, { from, id, topic, waitingFor: new Set(asked), answers: new Map(), timer });
    for (const worker of asked) worker.send({ brrt: 'collect', id: own, topic });
  }

  #collected(from: WorkerHandle, { id, topic, value }: Extract<WorkerMessage, { brrt: 'collected' }>): void {
    // Too late for a report, it is still the newest that is known of it. The cast: `topic` says what was asked for.
    if (topic === 'metrics') this.#measured(from, value as CrewAnswers['metrics']);
    const gathering = this.#gatherings.get(id);
    if (gathering === undefined) return;
    gathering.answers.set(from, value);
    gathering.waitingFor.delete(from);
    if (gathering.waitingFor.size === 0) this.#report(id);
  }

  /** Of a worker that has ended, what it measured counts already. */
  #measured(from: WorkerHandle, metrics: CrewAnswers['metrics']): void {
    if (this.#crew.workers.includes(from)) this.#metrics.set(from, metrics);
  }

  #report(own: number): void {
    const gathering = this.#gatherings.get(own);
    if (gathering === undefined) return;
    this.#forget(own);
    const { from, id, topic, answers, waitingFor } = gathering;
    const { workers, wanted, lost } = this.#crew;
    const known: ReadonlyMap<WorkerHandle, unknown> = topic === 'metrics' ? this.#metrics : answers;
    const value: CrewReport<unknown> = {
      answers: [...known].map(([{ number }, answer]) => ({ worker: number, value: answer })),
      silent: [...waitingFor].map(({ number }) => number),
      wanted,
      serving: workers.filter(({ phase }) => phase === 'ready').length,
      lost,
      gone: topic === 'metrics' ? this.#gone : [],
    };
    from.send({ brrt: 'answer', id, value });
  }

  #forget(id: number): void {
    clearTimeout(this.#gatherings.get(id)?.timer);
    this.#gatherings.delete(id);
  }

  #answer(question: Question): LimitState | boolean | undefined {
    if (question.ask === 'note') {
      try {
        return this.#replays.note(question.id, question.expiresAt);
      } catch {
        return undefined;
      }
    }
    const { ask, limit, key } = question;
    // A new version may have other limits.
    const name = JSON.stringify(limit);
    const buckets = this.#buckets.get(name) ?? new TokenBuckets(limit);
    this.#buckets.set(name, buckets);
    return buckets[ask](key);
  }

  #follow(from: WorkerHandle, name: string, retain: number): void {
    const followed = this.#followed.get(name) ?? { retain, kept: [], followers: new Set() };
    this.#followed.set(name, followed);
    followed.followers.add(from);
    from.send({ brrt: 'items', name, items: followed.kept });
  }

  #publish(name: string, item: unknown): void {
    const followed = this.#followed.get(name);
    if (followed === undefined) return;
    followed.kept.push(item);
    if (followed.kept.length > followed.retain) followed.kept.shift();
    for (const worker of followed.followers) worker.send({ brrt: 'items', name, items: [item] });
  }
}
