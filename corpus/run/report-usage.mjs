// Loaded into a built service before its own code: tells its parent what it has used when asked.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const peakMebibytes = process.resourceUsage().maxRSS / 1024;
  process.send?.({ cpuSeconds: (user + system) / 1e6, peakMebibytes });
});
// The channel to the parent must not keep the service alive.
process.channel?.unref();
