/** Whether two JSON values are equal (JSON Schema 2020-12 core §4.2.2). Own properties only: no name is special. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return isSameNumber(left, right);
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index]));
  }
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  // Both are objects that have the property.
  return names.every(
    (name) =>
      Object.hasOwn(right, name) &&
      sameJson((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
  );
}

/** 5 and 5n are the same number, of two types. */
function isSameNumber(left: unknown, right: unknown): boolean {
  if (typeof left === 'bigint') return typeof right === 'number' && Number.isInteger(right) && left === BigInt(right);
  return typeof right === 'bigint' && typeof left === 'number' && isSameNumber(right, left);
}

/** Whether one of `members` equals the value. */
export function isOneOf(value: unknown, members: readonly unknown[]): boolean {
  return members.some((member) => sameJson(member, value));
}
