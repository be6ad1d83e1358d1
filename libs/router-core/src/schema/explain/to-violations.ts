import type { SchemaViolation } from '../../ports/schema-compiler.ts';
import { escapePointerToken } from '../json-pointer.ts';
import { describeError } from './describe-error.ts';
import type { SchemaError } from './schema-error.ts';

/** Errors as violations, each once, at most `limit`. */
export function toViolations(errors: readonly SchemaError[], limit: number): SchemaViolation[] {
  const violations = new Map<string, SchemaViolation>();
  for (const error of errors) {
    if (violations.size >= limit) break;
    const violation = toViolation(error);
    violations.set(`${violation.pointer} ${violation.keyword} ${violation.detail}`, violation);
  }
  return [...violations.values()];
}

const longestName = 64;

/** Names of hostile length or with control characters are not repeated to anybody. */
function isPresentable(token: string): boolean {
  return token.length <= longestName && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(token);
}

function toViolation(error: SchemaError): SchemaViolation {
  const { detail, property } = describeError(error);
  const path = property === undefined ? error.instancePath : `${error.instancePath}/${escapePointerToken(property)}`;
  return { pointer: presentablePointer(path), keyword: error.keyword, detail };
}

const longestPointer = 1_000;

/** Cut after the last token that can be shown: the pointer then names something around the fault. */
function presentablePointer(pointer: string): string {
  const tokens = pointer.split('/');
  let length = 0;
  const end = tokens.findIndex((token) => {
    length += token.length + 1;
    return length > longestPointer || !isPresentable(token);
  });
  return end < 0 ? pointer : tokens.slice(0, end).join('/');
}
