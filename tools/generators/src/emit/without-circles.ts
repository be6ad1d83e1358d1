import { type DeclaredType, intersectionOf, type TypeNode, unionOf } from './type-node.ts';

/**
 * Types without those that stand for themselves: `type A = string | B; type B = A` is no type to a compiler, though the
 * schemas mean something. A reference that closes such a circle adds no value to a union and no condition to an
 * intersection, so it goes. Circles through properties and items stay: they are types.
 */
export function withoutCircles(declared: readonly DeclaredType[]): readonly DeclaredType[] {
  const types = new Map(declared.map(({ name, type }) => [name, type]));
  const done = new Set<string>();
  const cut = (name: string, open: readonly string[]): void => {
    const type = types.get(name);
    if (type === undefined || done.has(name)) return;
    const path = [...open, name];
    for (const target of directReferences(type)) {
      if (path.includes(target)) types.set(name, withoutReference(types.get(name) ?? type, target));
      else cut(target, path);
    }
    done.add(name);
  };
  for (const { name } of declared) cut(name, []);
  return declared.map((each) => ({ ...each, type: types.get(each.name) ?? each.type }));
}

/** Names that a compiler has to know to say what the type is. */
function directReferences(type: TypeNode): readonly string[] {
  if (type.kind === 'reference') return [type.name];
  return type.kind === 'union' || type.kind === 'intersection' ? type.members.flatMap(directReferences) : [];
}

function withoutReference(type: TypeNode, name: string): TypeNode {
  const others = (members: readonly TypeNode[]): readonly TypeNode[] =>
    members
      .filter((member) => member.kind !== 'reference' || member.name !== name)
      .map((member) => withoutReference(member, name));
  if (type.kind === 'union') return unionOf(others(type.members));
  if (type.kind === 'intersection') return intersectionOf(others(type.members));
  return type.kind === 'reference' && type.name === name ? intersectionOf([]) : type;
}
