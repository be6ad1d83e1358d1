export interface YamlPart {
  readonly kind: 'yaml-key' | 'yaml-mark' | 'yaml-string' | 'yaml-scalar' | 'yaml-comment' | 'yaml-plain';
  readonly text: string;
}

// Indent and dashes, then a key with its colon, then the rest. Keys may be quoted, so JSON gets its colours too.
const LINE = /^(\s*(?:- )*)(?:((?:"[^"]*"|'[^']*'|[^\s#:{["'][^:#]*?)\s*):(?=\s|$))?(.*)$/;
const SCALAR = /^(?:true|false|null|~|-?\d[\d._eE+-]*),?$/;

interface YamlLine {
  /** With dashes. */
  readonly indent: string;
  readonly key: string | undefined;
  readonly rest: string;
}

export function yamlLine(line: string): YamlLine {
  const [, indent = '', key, rest = ''] = LINE.exec(line) ?? [undefined, '', undefined, line];
  return { indent, key, rest };
}

/** One line of YAML or JSON in parts to colour; joined they are the line again. A guess by the line alone: it never has to be right. */
export function splitYamlLine(line: string): readonly YamlPart[] {
  const { indent, key, rest } = yamlLine(line);
  const parts: YamlPart[] = [];
  const add = (kind: YamlPart['kind'], text: string): void => {
    if (text !== '') parts.push({ kind, text });
  };
  add('yaml-mark', indent);
  if (key !== undefined) {
    add('yaml-key', key);
    add('yaml-mark', ':');
  }
  const comment = rest.search(/(?:^|\s)#/);
  const value = comment < 0 ? rest : rest.slice(0, comment);
  add(kindOf(value.trim()), value);
  if (comment >= 0) add('yaml-comment', rest.slice(comment));
  return parts;
}

function kindOf(value: string): YamlPart['kind'] {
  if (/^["']/.test(value)) return 'yaml-string';
  return SCALAR.test(value) ? 'yaml-scalar' : 'yaml-plain';
}
