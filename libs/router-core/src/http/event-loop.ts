/** Between looks at the loop. */
const resolutionMs = 20;
/** Between looks at how much there is to do. */
const windowMs = 500;
/** Without a request for so long nobody looks. */
const restMs = 2_000;
/**
 * While requests are refused, those are taken that have waited for less than so many of them take: the more at once, the less it costs
 * to refuse the others, for code and data of both stay in the caches. Of long ones fewer, so that the turns stay short.
 */
const takenAtOnce = 16;
const leastTakenAtOnce = 4;
/** Of the limit: what a turn takes rather than `takenAtOnce`. */
const turnShare = 1 / 4;
/** What a descheduled process loses in a moment is no overload. */
const leastAllowanceMs = 5;
/** Refusing what costs less than so many refusals would cost more than it saves. */
const worthRefusals = 5;
/** Until it has been measured. */
const assumedRefusalMs = 0.02;

/** A turn that lasts so long without anybody being begun or answered is one handler's fault, or the machine's. */
const blockedMs = 250;

/** What is known of a request here. */
export interface BegunRequest {
  readonly startedAt: number;
  readonly operation: { readonly id: string } | undefined;
}

export interface EventLoopListeners {
  /** Requests are refused, or no longer. */
  tell(message: string): void;
  /** Nothing else was done for so long; `operation` is the one that answered after that. */
  blocked(milliseconds: number, operation: string | undefined): void;
}

/**
 * Whether requests wait too long for their turn. Each turn of the event loop takes all that has arrived, so that who is late in
 * a turn has waited at least since it began. Two turns in a row longer than the limit, and requests are refused that have waited for
 * longer than a few take, until there would have been time for all of them.
 */
export class EventLoop {
  readonly #limitMs: number;
  #listeners: EventLoopListeners = { tell: () => undefined, blocked: () => undefined };
  #timer: NodeJS.Timeout | undefined = undefined;
  #isStarted = false;
  /** `performance.now()` of the last look; 0: nobody looks. */
  #lookedAt = 0;
  #cpuAtLook = 0;
  #begun = 0;
  #begunAtLook = 0;
  /** When a request last began, or somebody looked. */
  #quietSince = 0;
  /** Since then. */
  #firstEnded: BegunRequest | undefined = undefined;
  #restsSince = 0;
  #state: 'calm' | 'alert' | 'strained' = 'calm';
  #allowanceMs = Number.POSITIVE_INFINITY;
  /** Of the turn that goes on while requests are refused; 0: none has come yet. */
  #turnBegan = 0;
  #turnBeganCpu = 0;
  #refusesSince = 0;
  #refusesSinceCpu = 0;
  #takenInTurn = 0;
  #refusedInTurn = 0;
  #taken: Spent = { count: 0, ms: 0, cpuMs: 0 };
  #refused: Spent = { count: 0, ms: 0, cpuMs: 0 };
  #refusedInWindow = 0;
  #windowBegan = 0;
  #utilization = performance.eventLoopUtilization();

  /** 0 is no limit. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  start(listeners: EventLoopListeners): void {
    this.#listeners = listeners;
    this.#isStarted = true;
  }

  stop(): void {
    this.#isStarted = false;
    this.#sleep();
    this.#calmDown();
  }

  begun({ startedAt }: BegunRequest): void {
    this.#begun++;
    if (this.#lookedAt === 0) {
      if (this.#isStarted) this.#wake();
    } else if (startedAt - this.#quietSince > blockedMs) this.#noteBlock(startedAt);
    this.#quietSince = startedAt;
    this.#firstEnded = undefined;
  }

  ended(request: BegunRequest): void {
    this.#firstEnded ??= request;
  }

  /** Whether a request that begins at `now` has waited too long. */
  isLate(now: number): boolean {
    if (this.#state === 'calm') return false;
    if (this.#state === 'alert') {
      if (now - this.#lookedAt <= this.#limitMs + resolutionMs) return false;
      this.#strain(now);
    }
    return this.#refuses(now);
  }

  #refuses(now: number): boolean {
    if (this.#turnBegan === 0) {
      this.#turnBegan = now;
      this.#turnBeganCpu = threadCpuMs();
      setImmediate(this.#endTurn);
    }
    if (now - this.#turnBegan <= this.#allowanceMs) {
      this.#takenInTurn++;
      return false;
    }
    if (this.#refusedInTurn++ === 0) {
      this.#refusesSince = now;
      this.#refusesSinceCpu = threadCpuMs();
    }
    return true;
  }

  // Immediates come after everything that has arrived.
  readonly #endTurn = (): void => {
    const [now, cpu] = [performance.now(), threadCpuMs()];
    if (this.#refusedInTurn === 0) {
      this.#refusesSince = now;
      this.#refusesSinceCpu = cpu;
    } else
      spend(this.#refused, this.#refusedInTurn, { ms: now - this.#refusesSince, cpuMs: cpu - this.#refusesSinceCpu });
    const spent = { ms: this.#refusesSince - this.#turnBegan, cpuMs: this.#refusesSinceCpu - this.#turnBeganCpu };
    spend(this.#taken, this.#takenInTurn, spent);
    this.#refusedInWindow += this.#refusedInTurn;
    this.#turnBegan = 0;
    this.#takenInTurn = 0;
    this.#refusedInTurn = 0;
  };

  #noteBlock(now: number): void {
    this.#listeners.blocked(now - this.#quietSince, this.#firstEnded?.operation?.id);
  }

  #wake(): void {
    this.#lookedAt = performance.now();
    this.#quietSince = this.#lookedAt;
    this.#restsSince = this.#lookedAt;
    this.#begunAtLook = this.#begun;
    this.#timer = setInterval(() => this.#look(), resolutionMs).unref();
  }

  #sleep(): void {
    clearInterval(this.#timer);
    this.#lookedAt = 0;
  }

  #look(): void {
    const now = performance.now();
    const isLong = now - this.#lookedAt > this.#limitMs + resolutionMs;
    if (this.#limitMs > 0) this.#judge(now, isLong);
    if (this.#begun !== this.#begunAtLook) this.#restsSince = now;
    if (now - this.#quietSince > blockedMs) this.#noteBlock(now);
    this.#quietSince = now;
    this.#firstEnded = undefined;
    this.#lookedAt = now;
    this.#cpuAtLook = threadCpuMs();
    this.#begunAtLook = this.#begun;
    if (this.#state === 'calm' && now - this.#restsSince > restMs) this.#sleep();
  }

  #judge(now: number, isLong: boolean): void {
    if (this.#state === 'strained') {
      if (now - this.#windowBegan >= windowMs) this.#review(now);
    } else if (isLong && this.#state === 'alert') this.#strain(now);
    else this.#state = isLong ? 'alert' : 'calm';
  }

  /** What the turn before this one, or the one that has just ended, has cost is what is known. */
  #strain(now: number): void {
    this.#state = 'strained';
    const lateMs = now - this.#lookedAt;
    const count = Math.max(1, this.#begun - this.#begunAtLook);
    this.#taken = { count, ms: lateMs, cpuMs: threadCpuMs() - this.#cpuAtLook };
    this.#refused = { count: 1, ms: assumedRefusalMs, cpuMs: assumedRefusalMs };
    this.#beginWindow(now);
    this.#adjust();
    if (this.#allowanceMs !== Number.POSITIVE_INFINITY)
      this.#listeners.tell(`The event loop is late by ${Math.round(lateMs)} ms: requests are refused with 503`);
  }

  #review(now: number): void {
    const { idle } = performance.eventLoopUtilization(this.#utilization);
    if ((this.#refusedInWindow * this.#taken.ms) / this.#taken.count <= idle) {
      if (this.#allowanceMs !== Number.POSITIVE_INFINITY)
        this.#listeners.tell('The event loop is in time again: requests are taken');
      this.#calmDown();
      return;
    }
    this.#beginWindow(now);
    this.#adjust();
    forgetHalf(this.#taken);
    forgetHalf(this.#refused);
  }

  #beginWindow(now: number): void {
    this.#windowBegan = now;
    this.#refusedInWindow = 0;
    this.#utilization = performance.eventLoopUtilization();
  }

  #adjust(): void {
    const { count, ms, cpuMs } = this.#taken;
    const isWorthIt = cpuMs / count > (worthRefusals * this.#refused.cpuMs) / this.#refused.count;
    this.#allowanceMs = isWorthIt ? this.#allowanceFor(ms / count) : Number.POSITIVE_INFINITY;
  }

  #allowanceFor(requestMs: number): number {
    const many = Math.min(takenAtOnce * requestMs, turnShare * this.#limitMs);
    return Math.max(many, leastTakenAtOnce * requestMs, leastAllowanceMs);
  }

  #calmDown(): void {
    this.#state = 'calm';
    this.#allowanceMs = Number.POSITIVE_INFINITY;
  }
}

/** What so many requests have cost. */
interface Spent {
  count: number;
  ms: number;
  cpuMs: number;
}

function spend(spent: Spent, count: number, { ms, cpuMs }: { readonly ms: number; readonly cpuMs: number }): void {
  spent.count += count;
  spent.ms += ms;
  spent.cpuMs += cpuMs;
}

function forgetHalf(spent: Spent): void {
  spent.count /= 2;
  spent.ms /= 2;
  spent.cpuMs /= 2;
}

/** Time of this thread alone: what neighbours take of the machine is no cost of a request. Node 22 knows that of the process. */
function threadCpuMs(): number {
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1000;
}
