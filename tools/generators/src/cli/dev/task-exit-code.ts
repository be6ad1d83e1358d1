/** Commands that `nx` runs as continuous tasks, in targets of their names. */
const continuous: readonly string[] = ['serve', 'mock'];

/** SIGINT: 128 + 2. */
const interrupted = 130;

/**
 * What a command ends with. Of a continuous task that ends by itself Nx says that it succeeded, whatever it ended with, except when
 * that tells of a signal.
 */
export function taskExitCode(
  code: number,
  { command, env }: { readonly command: string; readonly env: Readonly<Record<string, string | undefined>> },
): number {
  const isTask = continuous.includes(command) && env.NX_TASK_TARGET_TARGET === command;
  return isTask && code !== 0 ? interrupted : code;
}
