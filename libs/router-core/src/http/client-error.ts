import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { ClientFramingError } from '../errors/pipeline-errors.ts';
import { problemDocument, problemMediaType } from '../errors/problem-document.ts';
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

/**
 * Answers what Node's parser refuses: Node itself would close without a body.
 * Returns the status that was sent, 0 when the connection was already gone.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, problemBase: string): number {
  // Who fails a handshake has no channel that an answer could come through.
  if (error.code === 'ECONNRESET' || isHandshakeFailure(error.code) || !socket.writable) {
    socket.destroy();
    return 0;
  }
  const known = Object.hasOwn(byCode, error.code ?? '') ? byCode[error.code ?? ''] : undefined;
  const { status, detail } = known ?? { status: 400, detail: 'The message is not well-formed HTTP/1.1' };
  answerFault(socket, new ClientFramingError(status, detail), problemBase);
  return status;
}

/** Writes a problem document to a socket that has no response of `node:http`, and ends it. */
export function answerFault(socket: Writable, fault: ClientFramingError, base: string): void {
  const { status } = fault;
  const problem = problemDocument(fault, { requestId: createRequestId(), traceId: createTraceId(), base });
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\nx-request-id: ${problem.requestId}\r\n` +
      `content-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\n` +
      `x-content-type-options: nosniff\r\n\r\n${body}`,
  );
}
