/** Names that emitted code imports only when it uses them. */
export interface UsedNames<Name extends string> {
  /** The name itself, noted as used. */
  use(name: Name): Name;
  has(name: Name): boolean;
}

export function usedNames<Name extends string>(): UsedNames<Name> {
  const used = new Set<Name>();
  return {
    use: (name) => {
      used.add(name);
      return name;
    },
    has: (name) => used.has(name),
  };
}

/** What types of requests and responses are made of, beside schemas. */
export const bodyTypeNames = [
  'BinaryBody',
  'HandlerResult',
  'OctetBody',
  'OctetStream',
  'SentFile',
  'SentPart',
  'ServerSentEvent',
  'UploadedFile',
  'WebSocketChannel',
] as const;
export type BodyTypeName = (typeof bodyTypeNames)[number];
