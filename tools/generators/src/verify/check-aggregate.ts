import type { Operation, ServiceModel } from '@brrt/service-model';
import { emitAggregateHandler, type HandlerPart } from '../emit/emit-aggregate-handler.ts';
import { treeShape } from './code-shape.ts';
import { breachAt, parseCode } from './parse-code.ts';
import { UnsafeCodeError } from './unsafe-code-error.ts';

/**
 * The handler of an aggregate, parsed again: names of a contract change nothing of its code but names and texts.
 * @throws UnsafeCodeError with the line
 */
export function checkedAggregateHandler(
  path: string,
  {
    operation,
    schemas,
    parts,
  }: {
    readonly operation: Operation;
    readonly schemas: ServiceModel['schemas'];
    readonly parts: readonly HandlerPart[];
  },
): string {
  const text = emitAggregateHandler(operation, schemas, parts);
  const names = [
    ...new Set(
      [operation, ...parts.map(({ called }) => called)].flatMap(({ parameters }) => parameters.map(({ name }) => name)),
    ),
  ];
  const harmless = ({ parameters, ...rest }: Operation): Operation => ({
    ...rest,
    name: 'harmless',
    parameters: parameters.map((parameter) => ({ ...parameter, name: `p${names.indexOf(parameter.name)}` })),
  });
  const harmlessParts = parts.map((part) => ({
    ...part,
    name: 'part',
    service: 'service',
    member: 'member',
    called: harmless(part.called),
  }));
  const { source, breaches } = parseCode(path, text);
  const wanted = treeShape(parseCode(path, emitAggregateHandler(harmless(operation), schemas, harmlessParts)).source);
  const found = treeShape(source);
  const differs =
    found.find(({ kind }, index) => kind !== wanted[index]?.kind) ??
    (found.length === wanted.length ? undefined : found.at(-1));
  const all =
    differs === undefined
      ? breaches
      : [...breaches, breachAt(source, differs.position, 'is code that no harmless contract leads to')];
  if (all.length > 0) throw new UnsafeCodeError(all);
  return text;
}
