/** Where a command runs and where it writes to. */
export interface CommandContext {
  /** Absolute; the nearest folder upwards with an `nx.json`, else the working directory. */
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line to standard output; no character of it steers the terminal. */
  readonly print: (line: string) => void;
  /** One line that an app wrote, with the colours that it has. */
  readonly forward: (line: string) => void;
  /** Makes a line of an app's log one for people; undefined where lines are shown as they are. */
  readonly formatLine?: ((line: string) => string) | undefined;
  /** One line to standard error. */
  readonly warn: (line: string) => void;
}

/** One word of `brrt <command>`. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Resolves to the exit code. */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** By name. Loaded when named: a command does not pay for what the others import. */
export type CommandLoaders = Readonly<Record<string, () => Promise<Command>>>;

/**
 * What the command line names, of a command that takes one thing.
 * @throws UsageError for a second one, which would be left aside unseen
 */
export function onlyNamed([named, second]: readonly string[]): string | undefined {
  if (second !== undefined) throw new UsageError(`only one can be named, and '${second}' is a second`);
  return named;
}

/** The call does not say what to do: printed without a stack, with the usage of the command. */
export class UsageError extends TypeError {
  override readonly name = 'UsageError';
}
