/** The four requests of `docs/performance.md`, as they are sent. Every server answers them alike. */
export interface BenchRequest {
  /** What `--request` takes. */
  readonly id: string;
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Sent in turn. */
  readonly targets: readonly string[];
  readonly body?: string;
  /** Instead of the API key. */
  readonly credential?: string;
  readonly status: number;
}

export const apiKey = 'bench-key-0f3b8c5d91e24a76';

const newPet = {
  name: 'Rex',
  species: 'dog',
  status: 'available',
  weight: 12.5,
  vaccinated: true,
  ownerId: '00000000-0000-4000-8000-000000000001',
  tags: ['friendly', 'trained', 'loud', 'calm'],
  contact: { name: 'Ada Lovelace', email: 'ada@shop.example' },
  notes: 'Eats everything, twice a day.',
};

export const requests: readonly BenchRequest[] = [
  { id: 'static', name: 'static', method: 'GET', targets: ['/status'], status: 200 },
  {
    id: 'object',
    name: 'parameter, API key, object',
    method: 'GET',
    targets: Array.from({ length: 256 }, (_, index) => `/pets/${index + 1}`),
    status: 200,
  },
  {
    id: 'array',
    name: 'query parameters, array of 10',
    method: 'GET',
    targets: ['/pets?limit=10&status=available&tags=a&tags=b'],
    status: 200,
  },
  {
    id: 'body',
    name: 'JSON body',
    method: 'POST',
    targets: ['/pets'],
    body: JSON.stringify(newPet),
    status: 201,
  },
];

/** Of the pet store, by pets that it has from its start. */
export const petstoreRequest: BenchRequest = {
  id: 'petstore',
  name: 'GET /pets/{id} of the pet store',
  method: 'GET',
  targets: Array.from({ length: 32 }, (_, index) => `/pets/${index + 1}`),
  status: 200,
};

/** What a server refuses that checks its requests. */
export const badRequests: readonly BenchRequest[] = [
  bad('a text for a number', { method: 'GET', targets: ['/pets/seven'] }),
  bad('a number that is too large', { method: 'GET', targets: ['/pets?limit=1000'] }),
  bad('a value outside its enumeration', { method: 'GET', targets: ['/pets?status=lost'] }),
  bad('a body that is no JSON', posted('{"name":')),
  bad('a body without a required property', posted(JSON.stringify({ ...newPet, name: undefined }))),
  bad('a body with a property too many', posted(JSON.stringify({ ...newPet, owner: 'Ada' }))),
  bad('a number below its minimum', posted(JSON.stringify({ ...newPet, weight: 0 }))),
  bad('a text that is no UUID', posted(JSON.stringify({ ...newPet, ownerId: 'ada' }))),
  bad('an address that is none', posted(JSON.stringify({ ...newPet, contact: { name: 'Ada', email: 'ada' } }))),
];

/** `--request static`; undefined is all of them. */
export function selectRequests(id: string | undefined): readonly BenchRequest[] {
  const selected = requests.filter((request) => id === undefined || request.id === id);
  if (selected.length === 0)
    throw new TypeError(`--request ${id}: there are ${requests.map((request) => request.id).join(', ')}`);
  return selected;
}

function bad(name: string, request: Pick<BenchRequest, 'method' | 'targets' | 'body'>): BenchRequest {
  return { id: name, name, status: 400, ...request };
}

function posted(body: string): Pick<BenchRequest, 'method' | 'targets' | 'body'> {
  return { method: 'POST', targets: ['/pets'], body };
}

/** The octets of every target of a request, with the API key or what takes its place. */
export function toMessages({ method, targets, body, credential }: BenchRequest): readonly Buffer[] {
  return targets.map((target) => {
    const secret = credential ?? `X-API-Key: ${apiKey}`;
    const head = `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${secret}\r\nAccept: application/json\r\n`;
    const rest =
      body === undefined
        ? '\r\n'
        : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return Buffer.from(head + rest);
  });
}
