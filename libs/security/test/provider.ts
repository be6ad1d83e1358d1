import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Origin, startOrigin } from './given.ts';
import { k1 } from './given-tokens.ts';

/** What was asked of the provider: method, path, authorization and content. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly content: string;
}

/** An identity provider on loopback: metadata, keys, introspection, verification of API keys; each answer can be replaced. */
export interface Provider extends Origin {
  readonly asked: Asked[];
  readonly answers: Map<string, (asked: Asked, response: ServerResponse) => void>;
  /** Answers a path with JSON. */
  json(path: string, body: unknown, status?: number): void;
}

export async function startProvider(): Promise<Provider> {
  const asked: Asked[] = [];
  const answers: Provider['answers'] = new Map();
  const origin = await startOrigin((request, response) => {
    void text(request).then((content) => {
      const { method = '', url = '', headers } = request;
      const question = { method, path: url, headers, content };
      asked.push(question);
      const answer = answers.get(url);
      if (answer === undefined) response.writeHead(404).end();
      else answer(question, response);
    });
  });
  const json: Provider['json'] = (path, body, status = 200) =>
    void answers.set(path, (_asked, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  const provider: Provider = { ...origin, asked, answers, json };
  json('/.well-known/openid-configuration', {
    issuer: origin.url,
    jwks_uri: `${origin.url}/keys`,
    introspection_endpoint: `${origin.url}/introspect`,
  });
  json('/keys', { keys: [k1] });
  return provider;
}
