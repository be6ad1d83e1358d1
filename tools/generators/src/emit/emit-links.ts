import type { Link, Operation, Response } from '@brrt/service-model';
import { commentText, docComment, pascalCase, propertyName, stringLiteral } from './code-text.ts';
import { operationLabel } from './operation-label.ts';
import { printType } from './print-type.ts';
import type { StatusTypes } from './status-types.ts';
import { literalType } from './type-node.ts';

/** What the types of links are made of. */
export interface LinkTypes {
  readonly statuses: StatusTypes;
  /** Every operation of the contract: a link may lead to one that has no types here. */
  readonly all: readonly Operation[];
  /** Names of the members with the types of the operation that is called next, and how those end: `request: …Request`. */
  readonly messages: readonly (readonly [member: string, suffix: string])[];
}

/**
 * `export interface Links`: by operation and name of the link, what can be called next, and what of the answer goes into
 * the call; '' when no response has any.
 */
export function emitLinks(operations: readonly Operation[], types: LinkTypes): string {
  const members = operations.flatMap((operation) => {
    const links = linksByName(operation);
    if (links.size === 0) return [];
    const entries = [...links].map(([name, found]) => {
      const declared = operation.responses.map(({ status }) => status);
      const texts = found.map((each) => linkType(each, { ...types, declared, operations }));
      return `    readonly ${propertyName(name)}:${texts.join('')};\n`;
    });
    return [`  readonly ${propertyName(operation.name)}: {\n${entries.join('')}  };\n`];
  });
  if (members.length === 0) return '';
  return `/**
 * By operation and name of the link: what can be called next. Values of \`parameters\` and \`requestBody\` are constants, or
 * expressions over the exchange before (OpenAPI 3.1 §4.8.20).
 */
export interface Links {\n${members.join('')}}\n`;
}

interface FoundLink {
  readonly response: Response;
  readonly link: Link;
}

/** A name may stand in several responses. */
function linksByName({ responses }: Operation): ReadonlyMap<string, readonly FoundLink[]> {
  const found = new Map<string, FoundLink[]>();
  for (const response of responses) {
    for (const link of response.links) {
      const known = found.get(link.name);
      if (known === undefined) found.set(link.name, [{ response, link }]);
      else known.push({ response, link });
    }
  }
  return found;
}

interface LinkContext extends LinkTypes {
  readonly declared: readonly string[];
  readonly operations: readonly Operation[];
}

function linkType({ response, link }: FoundLink, context: LinkContext): string {
  const { statuses, declared, messages, operations, all } = context;
  const { target, description = '' } = link;
  const next = all.find(({ method, path }) => method === target?.method && path === target.path);
  const comment = [...(target === undefined ? [] : [operationLabel(target)]), commentText(description)];
  const members = [
    `readonly status: ${statuses.typeOf(response.status, declared)};`,
    ...(next === undefined
      ? []
      : [
          `readonly operation: ${stringLiteral(next.name)};`,
          ...(operations.includes(next) ? messages : []).map(
            ([member, suffix]) => `readonly ${member}: ${pascalCase(next.name)}${suffix};`,
          ),
        ]),
    `readonly parameters: ${constantType(link.parameters)};`,
    ...(link.requestBody === undefined ? [] : [`readonly requestBody: ${constantType(link.requestBody)};`]),
  ];
  const lines = members.map((member) => `        ${member}\n`).join('');
  return `\n${docComment(
    comment.filter((line) => line !== ''),
    '      ',
  )}      | {\n${lines}      }`;
}

function constantType(value: unknown): string {
  return printType(literalType(value), { indent: '        ' });
}
