/**
 * `load`, which runs until it has succeeded once. What fails is asked for again with the next call: a file that could not be read for
 * want of descriptors can be read later.
 */
export function loadOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
