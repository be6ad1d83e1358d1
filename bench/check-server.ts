import { apiKey, type BenchRequest, badRequests, requests } from './requests.ts';
import type { BenchServer } from './servers.ts';
import { brokenPetId } from './shop/src/handlers.ts';

/** What a server answered to the four requests, for the next one to be held to. */
export type Answers = readonly string[];

/**
 * Figures of servers that do not do the same work would say nothing: the same octets for the same requests, and refusals of the
 * same bad ones.
 * @throws TypeError with the first request that is answered otherwise
 */
export async function checkServer(server: BenchServer, port: number, expected: Answers | undefined): Promise<Answers> {
  const answers: string[] = [];
  for (const [index, request] of requests.entries()) {
    const { status, body } = await send(port, request);
    expectEqual(server, request.name, { is: status, wanted: request.status });
    if (expected !== undefined) expectEqual(server, request.name, { is: body, wanted: expected[index] });
    answers.push(body);
  }
  const stranger = await send(port, requests[1] as BenchRequest, 'nobody'); // there are four
  expectEqual(server, 'a wrong API key', { is: stranger.status, wanted: 401 });
  if (server.checksRequests)
    for (const request of badRequests)
      expectEqual(server, request.name, { is: (await send(port, request)).status, wanted: 400 });
  const broken: BenchRequest = { ...(requests[1] as BenchRequest), targets: [`/pets/${brokenPetId}`] };
  const wanted = server.checksResponses ? 500 : 200;
  expectEqual(server, 'an answer that breaks the contract', { is: (await send(port, broken)).status, wanted });
  return answers;
}

async function send(port: number, { method, targets, body }: BenchRequest, key = apiKey) {
  const response = await fetch(`http://127.0.0.1:${port}${targets[0]}`, {
    method,
    headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: await response.text() };
}

function expectEqual(
  { name }: BenchServer,
  what: string,
  { is, wanted }: { readonly is: unknown; readonly wanted: unknown },
): void {
  if (is !== wanted) throw new TypeError(`${name} answers ${what} with ${is}, not ${wanted}`);
}
