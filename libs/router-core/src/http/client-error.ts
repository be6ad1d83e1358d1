import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { ClientFramingError } from '../errors/pipeline-errors.ts';
import { problemDocument, problemMediaType } from '../errors/problem-document.ts';
import { headersOf, type TextResponse } from '../ports/http-message.ts';
import { createRequestId } from './request-id.ts';
import { createTraceId } from './trace-ids.ts';

const byCode: Readonly<Record<string, { readonly status: number; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The header section is too large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The chunk extensions are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request was not complete in time' },
};

function isHandshakeFailure(code = ''): boolean {
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

/** What Node's parser refuses, as a fault to answer with; undefined when nobody is there to be answered. */
export function explainClientError(error: NodeJS.ErrnoException, socket: Socket): ClientFramingError | undefined {
  // Who fails a handshake has no channel that an answer could come through.
  if (error.code === 'ECONNRESET' || isHandshakeFailure(error.code) || !socket.writable) return undefined;
  const known = Object.hasOwn(byCode, error.code ?? '') ? byCode[error.code ?? ''] : undefined;
  const { status, detail } = known ?? { status: 400, detail: 'The message is not well-formed HTTP/1.1' };
  return new ClientFramingError(status, detail);
}

/** Writes a problem document to a socket that has no response of `node:http`, and ends it. */
export function answerFault(socket: Writable, fault: ClientFramingError, base: string): void {
  const problem = problemDocument(fault, { requestId: createRequestId(), traceId: createTraceId(), base });
  const headers = ['x-request-id', problem.requestId, 'content-type', problemMediaType];
  headers.push('cache-control', 'no-store', 'x-content-type-options', 'nosniff');
  writeLast(socket, { status: fault.status, headers, body: JSON.stringify(problem) });
}

/** Writes an answer past `node:http`, as the last one of its connection. */
export function writeLast(socket: Writable, response: TextResponse): void {
  const { status, body } = response;
  const headers = headersOf(response);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close'];
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`);
  lines.push(`content-length: ${Buffer.byteLength(body)}`);
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
