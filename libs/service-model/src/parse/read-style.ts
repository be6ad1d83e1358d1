import { stringField } from '../model/fields.ts';
import type { JsonObject } from '../model/json.ts';
import type { ParameterPlace, ParameterStyle } from '../model/service-model.ts';
import type { Report } from '../report.ts';
import type { SourceMap } from './source-map.ts';

const stylesByPlace: Readonly<Record<ParameterPlace, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
  querystring: ['form'],
};

interface StyleContext {
  readonly sources: SourceMap;
  readonly report: Report;
}

/** The style that is written, when the place allows it (OpenAPI 3.2 §4.12.2.2); otherwise a warning and nothing. */
export function readStyle(owner: JsonObject, place: ParameterPlace, context: StyleContext): ParameterStyle | undefined {
  const written = stringField(owner, 'style');
  if (written === undefined) return undefined;
  const style = stylesByPlace[place].find((candidate) => candidate === written);
  if (style !== undefined) return style;
  const at = context.sources.locate(owner, 'style');
  const message = `The style "${written}" is not possible in: ${place}`;
  context.report.warning({ at, code: 'invalid-style', message, hint: `It is read as "${defaultStyle(place)}"` });
  return undefined;
}

export function defaultStyle(place: ParameterPlace): ParameterStyle {
  return stylesByPlace[place][0] ?? 'form';
}
