/** What every server under test tells the bench: its port once, then its CPU time in microseconds whenever it is asked. */
export function report(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}
