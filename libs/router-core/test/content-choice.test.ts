import { describe, expect, it } from 'vitest';
import type { HandlerRequest } from '../src/ports/index.ts';
import { hosts, start } from './body-service.ts';

const text = `
openapi: 3.1.0
info: { title: Choices, version: '1' }
paths:
  /choice:
    post:
      operationId: choose
      requestBody:
        content:
          application/json: { schema: { type: object } }
          Application/Merge-Patch+JSON: { schema: { type: object } }
          text/plain: { schema: { type: string } }
          image/*: {}
      responses: { '200': { description: What came, content: { application/json: {} } } }
  /form:
    post:
      operationId: fill
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: { schema: { type: object } }
          application/json: { schema: { type: object } }
      responses: { '200': { description: What came, content: { application/json: {} } } }
  /one:
    post:
      operationId: one
      requestBody: { content: { application/json: {} } }
      responses: { '200': { description: What came, content: { application/json: {} } } }
`;

describe.each(hosts)(
  'a handler is told the media type of a body, with schemas of the %s host',
  (_name, contractFrom) => {
    it.each<readonly [path: string, type: string | undefined, body: string | undefined, want: string | null]>([
      ['/choice', 'application/json; charset=utf-8', '{}', 'application/json'],
      ['/choice', 'application/merge-patch+json', '{}', 'Application/Merge-Patch+JSON'],
      ['/choice', 'TEXT/plain', 'a', 'text/plain'],
      ['/choice', 'image/PNG', 'a', 'image/png'],
      ['/choice', undefined, undefined, null],
      ['/form', 'application/x-www-form-urlencoded', '', 'application/x-www-form-urlencoded'],
      ['/form', 'application/json', '{}', 'application/json'],
      ['/one', 'application/json', '{}', null],
    ])('%s as %s', async (path, type, body, want) => {
      const answer = ({ contentType }: HandlerRequest) => ({ status: 200, body: contentType ?? null });
      const contract = await contractFrom(text);
      await using started = await start(contract, { choose: answer, fill: answer, one: answer });
      const headers = type === undefined ? {} : { 'content-type': type };
      const response = await fetch(`${started.url}${path}`, {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body }),
      });
      expect([response.status, await response.json()]).toEqual([200, want]);
    });
  },
);
