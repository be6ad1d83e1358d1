import { SecurityConfigError } from '../security-config-error.ts';
import { GrpcError, type GrpcStream, openGrpcStream } from './grpc-stream.ts';
import type { SpiffeFeed } from './spiffe-feed.ts';
import type { SpiffeState } from './spiffe-state.ts';
import { metadata, readJwtBundles, readX509Update } from './workload-messages.ts';

const longestBackoffMs = 30_000;
// What another attempt cannot mend: INVALID_ARGUMENT and UNIMPLEMENTED (Workload API §4.4, §4.5).
const final = [3, 12];
const internal = 13;

export interface WorkloadFeedOptions {
  readonly address: string;
  readonly trustDomain: string;
  /** Which of several identities; undefined: the first. */
  readonly hint: string | undefined;
  /** Whether somebody verifies tokens. */
  readonly wantsTokens: boolean;
  readonly state: SpiffeState;
}

/** The SPIFFE Workload API: streams that say everything anew whenever something changes, opened again when they end. */
export function createWorkloadFeed({
  address,
  trustDomain,
  hint,
  wantsTokens,
  state,
}: WorkloadFeedOptions): SpiffeFeed {
  const onCertificates = (message: Buffer): void => {
    const update = readX509Update(message, hint);
    if (update === undefined) throw new GrpcError(internal, 'The agent sent no X.509-SVID that can be used');
    if (update.svid.id.trustDomain !== trustDomain) {
      throw new GrpcError(
        internal,
        `The agent sent an X.509-SVID of ${update.svid.id.trustDomain}, not of ${trustDomain}`,
      );
    }
    state.update({ x509: update.bundles }, update.svid);
  };
  const onTokenKeys = (message: Buffer): void => {
    const jwt = readJwtBundles(message);
    if (jwt === undefined) throw new GrpcError(internal, 'The agent sent no bundles that can be used');
    state.update({ jwt });
  };
  const subscriptions = [
    new Subscription({ address, method: 'FetchX509SVID', onMessage: onCertificates }),
    ...(wantsTokens ? [new Subscription({ address, method: 'FetchJWTBundles', onMessage: onTokenKeys })] : []),
  ];
  return {
    async start(failed) {
      await Promise.all(subscriptions.map((each) => each.start(failed)));
    },
    stop() {
      for (const each of subscriptions) each.stop();
    },
  };
}

interface SubscriptionOptions {
  readonly address: string;
  readonly method: string;
  onMessage(message: Buffer): void;
}

/** One stream of the agent, for as long as the service runs. */
class Subscription {
  readonly #options: SubscriptionOptions;
  #stream: GrpcStream | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #failures = 0;
  #isStopped = false;
  /** Something waits for the first message: until then the subscription keeps the process alive. */
  #isAwaited = true;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  /** Resolves with the first message; rejects when there will be none. */
  start(failed: (error: unknown) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const open = (): void => {
      const stream = this.#open(resolve);
      this.#stream = stream;
      stream.ended.then(
        () => this.#again(open),
        (error: unknown) => {
          if (this.#isStopped) return;
          failed(error);
          if (error instanceof GrpcError && final.includes(error.status)) reject(this.#refusal(error));
          else this.#again(open);
        },
      );
    };
    open();
    return promise;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#waiting);
    this.#stream?.close();
  }

  #open(settled: () => void): GrpcStream {
    const { address, method, onMessage } = this.#options;
    const stream = openGrpcStream({
      address,
      path: `/SpiffeWorkloadAPI/${method}`,
      metadata,
      onMessage: (message) => {
        onMessage(message);
        this.#failures = 0;
        this.#isAwaited = false;
        stream.unref();
        settled();
      },
    });
    return stream;
  }

  #again(open: () => void): void {
    if (this.#isStopped) return;
    const longest = Math.min(longestBackoffMs, 1000 * 2 ** this.#failures);
    this.#failures++;
    // With jitter: an agent that comes back must not meet all of its workloads at once.
    this.#waiting = setTimeout(open, longest * (0.5 + Math.random() / 2));
    if (!this.#isAwaited) this.#waiting.unref();
  }

  #refusal({ message }: GrpcError): SecurityConfigError {
    const { address, method } = this.#options;
    return new SecurityConfigError([
      { subject: `security.spiffe ${address}`, message: `refuses ${method}: ${message}` },
    ]);
  }
}
