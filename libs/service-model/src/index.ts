export { describeBroken, listLeftOut, type OperationTally } from './describe-broken.ts';
export type { Diagnostic, Severity, SourceLocation } from './diagnostic.ts';
export { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts';
export { formatDiagnostic } from './format-diagnostic.ts';
export { judgeStrictly } from './judge-strictly.ts';
export { type CredentialClash, credentialClashes } from './model/credential-field.ts';
export { conversionOf, foldedName } from './model/identifier.ts';
export type { Extensions, JsonObject, JsonSchema, JsonValue } from './model/json.ts';
export type * from './model/security-scheme.ts';
export type * from './model/service-model.ts';
export { overlayNames, overlaysBeside } from './overlay/find-overlays.ts';
export { confineFiles } from './parse/confine-files.ts';
export { quoteWord } from './quote-word.ts';
export {
  type DocumentText,
  loadServiceModel,
  type ReadOptions,
  type ReadResult,
  readServiceModel,
  readServiceModelText,
} from './read-service-model.ts';
export { readSourceFile, type SourceFile } from './read-source-file.ts';
export {
  hashOf,
  type LockedReference,
  type LockFile,
  lockFileOf,
  readLockFile,
  remotesFolderOf,
} from './remote/lock-file.ts';
export type { RemoteDocument, RemoteDocuments, RemoteProblem } from './remote/remote-documents.ts';
export { SpecError } from './spec-error.ts';
export { StartError } from './start-error.ts';
export { visibleLines, visibleText } from './visible-text.ts';
export { writeDocument } from './write-document.ts';
