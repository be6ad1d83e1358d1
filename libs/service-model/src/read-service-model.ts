import { resolve } from 'node:path';
import { describeBroken, type OperationTally } from './describe-broken.ts';
import type { Diagnostic, SourceLocation } from './diagnostic.ts';
import { buildServiceModel } from './model/build-service-model.ts';
import { leaveOutBroken } from './model/leave-out-broken.ts';
import type { ServiceModel } from './model/service-model.ts';
import { applyOverlays } from './overlay/apply-overlays.ts';
import { overlaysBeside } from './overlay/find-overlays.ts';
import { readOverlays } from './overlay/read-overlays.ts';
import { bundleDocument } from './parse/bundle-document.ts';
import { loadFiles } from './parse/load-files.ts';
import { parseText } from './parse/parse-text.ts';
import { pathsPart } from './parse/parts.ts';
import { readText } from './parse/read-file.ts';
import { createSourceMap } from './parse/source-map.ts';
import { createLockedDocuments } from './remote/locked-documents.ts';
import type { RemoteDocuments } from './remote/remote-documents.ts';
import { createReport, type Report } from './report.ts';
import { SpecError } from './spec-error.ts';
import { upgradeDocument } from './upgrade/upgrade-document.ts';
import { visibleText } from './visible-text.ts';

export interface ReadOptions {
  /** Overlays to apply, in this order: paths, or texts at hand. By default those that lie beside the contract. */
  readonly overlays?: readonly (string | DocumentText)[];
  /** Where documents behind `http(s)` references come from. By default copies, as the lock file beside the contract has them. */
  readonly remotes?: RemoteDocuments;
  /**
   * Leave out the operations that cannot be read (`ServiceModel.brokenOperations`) instead of refusing the contract.
   * Only what makes the whole document unreadable still leaves no model.
   */
  readonly skipBroken?: boolean;
}

export interface ReadResult extends OperationTally {
  /** `undefined` when there is a diagnostic of severity `error`; with `skipBroken` when no part could be read. */
  readonly model: ServiceModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of every file that was read, the contract first. */
  readonly files: readonly string[];
  /** The same of files that references name and that cannot be read. */
  readonly missing: readonly string[];
  /** Where a node of the model was written, or its `key`; undefined for what was made on the way. */
  readonly locate: (node: object, key?: string) => SourceLocation | undefined;
}

/** A contract whose text is at hand; `file` names it in diagnostics and is where relative references start. */
export interface DocumentText {
  readonly text: string;
  readonly file: string;
}

/**
 * Reads a contract (Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON) and all files that it refers to.
 * Never throws for a contract, however broken, nor for a missing file: everything found is in `diagnostics`.
 */
export async function readServiceModel(file: string, options: ReadOptions = {}): Promise<ReadResult> {
  const path = resolve(file);
  const read = await readText(path);
  if ('text' in read) return readServiceModelText({ text: read.text, file: path }, options);
  const report = createReport();
  report.error({ at: { file: path, line: 1, column: 1, pointer: '' }, code: 'unreadable-file', message: read.problem });
  return unreadable(report, []);
}

/** As `readServiceModel`, from a text; other files are read from disk. */
export async function readServiceModelText(
  { text, file }: DocumentText,
  { overlays: given, remotes: givenRemotes, skipBroken = false }: ReadOptions = {},
): Promise<ReadResult> {
  const report = createReport();
  const sources = createSourceMap();
  const path = resolve(file);
  // An overlay that cannot be applied leaves no contract: the one that was meant is another.
  const overlaid = report.within(pathsPart);
  const overlays = await readOverlays(given ?? (await overlaysBeside(path)), overlaid);
  const own = [path, ...overlays.map((overlay) => overlay.path)];
  const written = parseText({ path, text }, { sources, report });
  if (written === undefined) return unreadable(report, own);
  const root = overlays.length === 0 ? written : await applyOverlays(written, overlays, { sources, report: overlaid });
  const locked = createLockedDocuments(path, { sources, report });
  const files = await loadFiles(root, { sources, report, remotes: givenRemotes ?? locked });
  const paths = [...new Set([...own, ...locked.filesRead(), ...files.paths])];
  const bundled = bundleDocument(files, sources, report);
  if (bundled === undefined) return unreadable(report, paths, files.missing);
  const document = upgradeDocument(bundled);
  const context = { document, sources, report };
  const { model, broken, breakage } = buildServiceModel(bundled.version.written, context);
  if (breakage.brokenParts.has(pathsPart)) return unreadable(report, paths, files.missing);
  const isSound = breakage.brokenParts.size === 0;
  const sound = isSound ? model : leaveOutBroken(model, broken, { breakage, context });
  return {
    model: isSound || skipBroken ? sound : undefined,
    diagnostics: report.diagnostics(),
    files: paths,
    missing: files.missing,
    brokenOperations: broken.map(({ operation }) => operation),
    soundOperations: sound.operations.length,
    locate: (node, key) => (sources.originOf(node) === undefined ? undefined : sources.locate(node, key)),
  };
}

/** As `readServiceModel`, for callers that cannot go on without a model: throws `SpecError` with all findings. */
export async function loadServiceModel(file: string, options: ReadOptions = {}): Promise<ServiceModel> {
  const { model, ...result } = await readServiceModel(file, options);
  if (model !== undefined) return model;
  throw new SpecError(result.diagnostics, { excerptOf: await excerptsOf(result.files), wayOn: describeBroken(result) });
}

// The line of a finding with a caret below its column.
async function excerptsOf(files: readonly string[]): Promise<(diagnostic: Diagnostic) => string | undefined> {
  const texts = await Promise.all(files.map(async (file) => [file, await readText(file)] as const));
  const lines = new Map(texts.map(([file, read]) => [file, 'text' in read ? read.text.split(/\r?\n/) : []]));
  return ({ file, line, column }) => {
    const text = lines.get(file)?.[line - 1];
    if (text === undefined || text.length > 200) return undefined;
    const number = String(line);
    return `  ${number} | ${visibleText(text)}\n  ${' '.repeat(number.length)} | ${' '.repeat(column - 1)}^`;
  };
}

function unreadable(report: Report, files: readonly string[], missing: readonly string[] = []): ReadResult {
  const diagnostics = report.diagnostics();
  const tally = { brokenOperations: [], soundOperations: 0 };
  return { model: undefined, diagnostics, files, missing, ...tally, locate: () => undefined };
}
