import type { OctetBody } from '../client-types.ts';
import type { BodyReader } from '../operation-rule.ts';

/** Nothing is read before somebody asks for it. */
export const octetsAnswer: BodyReader = (answer): OctetBody => {
  const { response } = answer;
  const explained = <Value>(reading: Promise<Value>): Promise<Value> =>
    reading.catch((cause) => Promise.reject(answer.explain(cause)));
  return {
    get stream() {
      return response.body ?? new Blob().stream();
    },
    blob: () => explained(response.blob()),
    bytes: async () => new Uint8Array(await explained(response.arrayBuffer())),
    text: () => explained(response.text()),
  };
};
