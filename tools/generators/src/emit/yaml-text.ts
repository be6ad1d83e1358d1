import { visibleText } from '@brrt/service-model';
import { Document, isScalar, isSeq, Scalar, visit } from 'yaml';

/** A value as block YAML; lists of texts on one line. What an editor would hide is escaped within double quotes. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { version: '1.2', aliasDuplicateObjects: false });
  visit(document, (_key, node) => {
    if (isSeq(node) && node.items.every(isScalar)) node.flow = true;
    // YAML 1.1 reads line breaks and words such as `yes` otherwise than 1.2: quotes say the same to both.
    if (isScalar(node) && typeof node.value === 'string' && !isPlain(node.value)) node.type = Scalar.QUOTE_DOUBLE;
  });
  return document.toString({ lineWidth: 0 }).split('\n').map(visibleText).join('\n');
}

/** A text that the configuration reads as itself: `${NAME}` would be a variable of the environment. */
export function configText(text: string): string {
  return text.replaceAll(/\$(?=\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\})/g, '$$$$');
}

function isPlain(text: string): boolean {
  return /^[A-Za-z_$][\w\-.:/ {}$]*$/.test(text) && !/: |[: ]$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}
