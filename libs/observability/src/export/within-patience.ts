/** How long the end of a service waits for a collector. */
const patienceMilliseconds = 2_000;

/** Waits for the last export, and not for a collector that does not answer. Exporters say themselves what went wrong. */
export async function withinPatience(work: Promise<void>): Promise<void> {
  const enough = Promise.withResolvers<void>();
  const timer = setTimeout(enough.resolve, patienceMilliseconds);
  try {
    await Promise.race([work.catch(() => undefined), enough.promise]);
  } finally {
    clearTimeout(timer);
  }
}
