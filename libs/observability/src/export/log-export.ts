import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '@brrt/router-core/ports';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { LogDestination } from '../log/log-destination.ts';
import type { Environment, ExporterName } from './exporter-names.ts';
import { createProblemReport } from './report-problem.ts';
import type { LineKind } from './to-log-record.ts';
import { withinPatience } from './within-patience.ts';

export interface LogExportOptions {
  readonly service: string;
  readonly env: Environment;
  readonly exporters: readonly ExporterName[];
}

interface Line {
  readonly text: string;
  readonly kind: LineKind;
}

/** What is loaded when there is somebody to send to, and not before. */
interface Sender {
  readonly exporters: readonly LogRecordExporter[];
  readonly toRecord: (line: Line) => ReadableLogRecord;
  readonly report: (detail: string) => void;
}

/**
 * Sends lines of the log on as log records. A request pays for an entry in a queue; lines become records in batches, one batch
 * under way at a time. What the queue does not hold is dropped and counted.
 */
export class LogExport {
  readonly #options: LogExportOptions;
  readonly #delay: number;
  readonly #maximumQueue: number;
  readonly #maximumBatch: number;
  readonly #lines: Line[] = [];
  #dropped = 0;
  #sender: Sender | undefined = undefined;
  #starting: Promise<void> | undefined = undefined;
  #sending: Promise<void> | undefined = undefined;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(options: LogExportOptions) {
    const { env } = options;
    this.#options = options;
    this.#delay = readCount(env.OTEL_BLRP_SCHEDULE_DELAY, 1_000);
    this.#maximumQueue = readCount(env.OTEL_BLRP_MAX_QUEUE_SIZE, 2_048);
    this.#maximumBatch = Math.min(readCount(env.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE, 512), this.#maximumQueue);
  }

  /** Lines that were never sent: the queue was full, or a collector did not take them. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The destination, with every line sent on as well. */
  tee(destination: LogDestination, kind: LineKind): LogDestination {
    return {
      write: (text) => {
        destination.write(text);
        this.#take({ text, kind });
      },
    };
  }

  /** Loads the exporters, once; lines before that wait. */
  start(version: string, log: Logger): void {
    const load = async (): Promise<void> => {
      this.#sender = await this.#loadSender(version, log);
      this.#schedule();
    };
    this.#starting ??= load().catch((error: unknown) => log.error({ err: error }, 'logs cannot be sent on'));
  }

  /** Sends what is left, as far as that takes no longer than two seconds. */
  async close(): Promise<void> {
    await withinPatience(this.#sendRest());
  }

  async #sendRest(): Promise<void> {
    await this.#starting;
    await this.#sending;
    while (this.#lines.length > 0 && this.#sender !== undefined) await this.#send(this.#sender);
    for (const exporter of this.#sender?.exporters ?? []) await exporter.shutdown();
  }

  #take(line: Line): void {
    if (this.#lines.length >= this.#maximumQueue) {
      this.#dropped++;
      return;
    }
    this.#lines.push(line);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#sender === undefined || this.#sending !== undefined || this.#lines.length === 0) return;
    if (this.#lines.length >= this.#maximumBatch) this.#begin(this.#sender);
    else this.#timer ??= setTimeout(() => this.#sender && this.#begin(this.#sender), this.#delay).unref();
  }

  #begin(sender: Sender): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Not before the request that wrote the last line is done.
    this.#sending = nextTurn()
      .then(() => this.#send(sender))
      .finally(() => {
        this.#sending = undefined;
        this.#schedule();
      });
  }

  /** One batch. What a collector does not take is not sent again: the exporter has tried. */
  async #send({ exporters, toRecord, report }: Sender): Promise<void> {
    const lines = this.#lines.splice(0, this.#maximumBatch);
    try {
      const records = lines.map(toRecord);
      await Promise.all(exporters.map((exporter) => exportRecords(exporter, records)));
    } catch (error) {
      this.#dropped += lines.length;
      report(error instanceof Error ? error.message : String(error));
    }
  }

  async #loadSender(version: string, log: Logger): Promise<Sender> {
    const { service, env, exporters: names } = this.#options;
    const [{ createResource }, { loadLogExporters }, { toLogRecord }] = await Promise.all([
      import('./create-resource.ts'),
      import('./load-log-exporters.ts'),
      import('./to-log-record.ts'),
    ]);
    const resource = createResource({ service, version, environment: env.NODE_ENV });
    return {
      exporters: await loadLogExporters(names, env, (problem) => log.warn(problem)),
      toRecord: ({ text, kind }) => toLogRecord(text, kind, resource),
      report: createProblemReport(log),
    };
  }
}

function exportRecords(exporter: LogRecordExporter, records: ReadableLogRecord[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(records, ({ code, error }) => {
      if (code === 0) resolve();
      else reject(error ?? new TypeError('The records were not taken'));
    });
  });
}

/** A whole number above 0, else what the specification of OpenTelemetry says. */
function readCount(text: string | undefined, otherwise: number): number {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : otherwise;
}
