const signal = 'SIGUSR2';

/** One listener of the process for all services in it. */
const switches = new Set<() => void>();

function switchAll(): void {
  for (const change of switches) change();
}

/** Calls back with true and false in turn for each SIGUSR2, which Windows does not have. Returns what ends it. */
export function onDebugSignal(change: (isOn: boolean) => void): () => void {
  if (process.platform === 'win32') return () => undefined;
  let isOn = false;
  const next = (): void => {
    isOn = !isOn;
    change(isOn);
  };
  if (switches.size === 0) process.on(signal, switchAll);
  switches.add(next);
  return () => {
    switches.delete(next);
    if (switches.size === 0) process.removeListener(signal, switchAll);
  };
}
