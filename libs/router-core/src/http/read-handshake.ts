import type { IncomingMessage } from 'node:http';
import type { HttpError } from '../errors/http-error.ts';
import { UpgradeRequiredError } from '../errors/pipeline-errors.ts';
import { MalformedRequestError } from '../errors/request-errors.ts';
import type { WebSocketOffer } from '../ports/web-socket.ts';

// RFC 9110 §5.6.2
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// Base64 of 16 octets (RFC 6455 §4.1).
const keyPattern = /^[+/0-9A-Za-z]{21}[AQgw]==$/;

/** Whether a client asks for a WebSocket (RFC 6455 §4.2.1), well or not. */
export function isHandshake({ method, headers, httpVersionMajor, httpVersionMinor }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    httpVersionMajor === 1 &&
    httpVersionMinor >= 1
  );
}

/** What the client wants, and what is wrong with how it says so. */
export function readHandshake({ headers }: IncomingMessage): WebSocketOffer {
  // Node joins repeated lines of both.
  const subprotocols = listOf(headers['sec-websocket-protocol']);
  return { subprotocols, fault: findFault(headers, subprotocols) };
}

function findFault(headers: IncomingMessage['headers'], subprotocols: readonly string[]): HttpError | undefined {
  if (headers['sec-websocket-version'] !== '13') {
    return new UpgradeRequiredError('This service speaks version 13 of the WebSocket protocol (RFC 6455)');
  }
  if (!keyPattern.test(headers['sec-websocket-key']?.trim() ?? '')) {
    return new MalformedRequestError('The header Sec-WebSocket-Key has to be 16 octets in Base64');
  }
  const isSound = subprotocols.every((name) => token.test(name)) && new Set(subprotocols).size === subprotocols.length;
  return isSound ? undefined : new MalformedRequestError('The header Sec-WebSocket-Protocol has to be a list of names');
}

function listOf(header: string | undefined): readonly string[] {
  return header === undefined ? [] : header.split(',').map((name) => name.trim());
}
