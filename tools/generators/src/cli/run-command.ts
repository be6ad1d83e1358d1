import { type Command, type CommandContext, UsageError } from './command.ts';

/** Runs one command; what it throws becomes a line and an exit code. */
export async function runCommand(command: Command, args: readonly string[], context: CommandContext): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    context.print(`${command.usage}\n\n${command.summary}`);
    return 0;
  }
  try {
    return await command.run(args, context);
  } catch (error) {
    if (isUsageMistake(error)) {
      context.warn(`brrt: ${error.message}\nUsage: ${command.usage}`);
      return 2;
    }
    context.warn(`brrt: ${context.env.BRRT_DEBUG !== undefined ? inspectError(error) : messageOf(error)}`);
    return 1;
  }
}

function isUsageMistake(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function inspectError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
