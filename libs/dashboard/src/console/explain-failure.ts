import { CallFailedError } from './call-failed-error.ts';

// By Node's codes. What is not named here is told by its code: messages of Node may quote what was sent.
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at the address of the service',
  ECONNRESET: 'the service closed the connection before its answer was complete',
  EPIPE: 'the service closed the connection before its answer was complete',
  ETIMEDOUT: 'the connection is not made in time',
  EPROTO: 'the TLS connection cannot be made',
  HPE_HEADER_OVERFLOW: 'the head of the answer is too long',
  HPE_INVALID_CONSTANT: 'the answer is no HTTP',
  HPE_INVALID_CHUNK_SIZE: 'the chunks of the body are broken',
  HPE_INVALID_CONTENT_LENGTH: 'the length of the body is no number',
  HPE_INVALID_TRANSFER_ENCODING: 'the framing of the body is broken',
  ERR_INVALID_CHAR: 'a header has characters that cannot be sent',
  ERR_UNESCAPED_CHARACTERS: 'the path has characters that cannot be sent',
  Z_DATA_ERROR: 'the content coding of the body is broken',
  Z_BUF_ERROR: 'the body ends in the middle of its content coding',
};

/** Why a call failed, for the page. */
export function explainFailure(error: unknown): string {
  if (error instanceof CallFailedError) return sentence(error.message);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const reason = code !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (reason !== undefined) return `${sentence(reason)} (${code})`;
  return `The call failed${code === undefined ? '' : ` (${code})`}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
