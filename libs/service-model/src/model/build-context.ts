import type { SourceMap } from '../parse/source-map.ts';
import type { Report } from '../report.ts';
import type { JsonObject } from './json.ts';

/** What every builder needs: the whole upgraded document, the places of its objects, and where to say what is wrong. */
export interface BuildContext {
  readonly document: JsonObject;
  readonly sources: SourceMap;
  readonly report: Report;
}

/** The same context while a part is read (see `Report`). */
export function buildWithin(part: string, context: BuildContext): BuildContext {
  return { ...context, report: context.report.within(part) };
}
