/** Whether this process can be stopped by an inspector that was opened at the start or since (SIGUSR1). */
export function isDebugged(): boolean {
  return process.features.inspector && process.getBuiltinModule('node:inspector').url() !== undefined;
}
