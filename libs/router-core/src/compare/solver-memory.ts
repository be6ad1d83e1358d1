import { noValue, type Outcome, unknownValue } from './goal.ts';

/** Outcomes of goals, by key. */
export interface SolverMemory {
  /** The outcome of a goal: what is known, else what `solve` finds. While a goal is being solved it counts as impossible. */
  readonly recall: (key: string, solve: () => Outcome) => Outcome;
}

/** A goal that is being solved. */
interface Open {
  readonly key: string;
  /** The outermost open goal whose impossibility its own rests on. */
  rests: number;
  /** How many provisional outcomes there were before. */
  readonly mark: number;
}

/** A goal that is impossible as long as one that is still open turns out so. */
interface Provisional {
  readonly key: string;
  rests: number;
}

const deepest = 60;

export function createMemory(): SolverMemory {
  const known = new Map<string, Outcome>();
  const open: Open[] = [];
  const provisional: Provisional[] = [];
  const byKey = new Map<string, Provisional>();
  const restOn = (index: number): void => {
    const current = open.at(-1);
    if (current !== undefined) current.rests = Math.min(current.rests, index);
  };
  const drop = (mark: number): readonly Provisional[] => {
    const dropped = provisional.splice(mark);
    for (const { key } of dropped) byKey.delete(key);
    return dropped;
  };
  /** What was found on the way rests on what the goal itself rests on, or on nothing any more. */
  const settle = ({ key, rests, mark }: Open, index: number, outcome: Outcome): void => {
    if (outcome.kind !== 'none') {
      drop(mark);
      known.set(key, outcome);
    } else if (rests >= index) {
      for (const each of drop(mark)) known.set(each.key, noValue);
      known.set(key, noValue);
    } else {
      for (const each of provisional.slice(mark)) each.rests = Math.min(each.rests, rests);
      const made = { key, rests };
      provisional.push(made);
      byKey.set(key, made);
    }
  };
  return {
    recall(key, solve) {
      const found = known.get(key);
      if (found !== undefined) return found;
      const above = open.findIndex((each) => each.key === key);
      const assumed = above >= 0 ? above : byKey.get(key)?.rests;
      if (assumed !== undefined) {
        restOn(assumed);
        return noValue;
      }
      if (open.length > deepest) return unknownValue('schemas are nested too deeply');
      const index = open.length;
      const own: Open = { key, rests: index, mark: provisional.length };
      open.push(own);
      const outcome = solve();
      open.pop();
      settle(own, index, outcome);
      if (own.rests < index) restOn(own.rests);
      return outcome;
    },
  };
}
