/** The four requests of `docs/performance.md`, as they are sent. Every server answers them alike. */
export interface BenchRequest {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Sent in turn. */
  readonly targets: readonly string[];
  readonly body?: string;
  readonly status: number;
}

export const apiKey = 'bench-key-0f3b8c5d91e24a76';

export const requests: readonly BenchRequest[] = [
  { name: 'static', method: 'GET', targets: ['/health'], status: 200 },
  {
    name: 'parameter, API key, object',
    method: 'GET',
    targets: Array.from({ length: 32 }, (_, index) => `/pets/${index + 1}`),
    status: 200,
  },
  {
    name: 'query parameters, array of 10',
    method: 'GET',
    targets: ['/pets?limit=10&offset=0&tags=friendly&tags=trained&tags=puppy'],
    status: 200,
  },
  {
    name: 'JSON body',
    method: 'POST',
    targets: ['/pets'],
    body: JSON.stringify({
      name: 'Rex',
      breed: 'Beagle',
      age: 4,
      vaccinated: true,
      tags: ['friendly', 'trained', 'loud', 'calm'],
      color: 'brown',
      ownerId: '00000000-0000-4000-8000-000000000001',
    }),
    status: 201,
  },
];

/** The octets of every target of a request, with the API key. */
export function toMessages({ method, targets, body }: BenchRequest): readonly Buffer[] {
  return targets.map((target) => {
    const head = `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${apiKey}\r\nAccept: application/json\r\n`;
    const rest =
      body === undefined
        ? '\r\n'
        : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return Buffer.from(head + rest);
  });
}
