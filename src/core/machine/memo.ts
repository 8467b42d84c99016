import { type Atom, atomHolds } from './guard.ts'
import type { Situation } from './situation.ts'
import type { Answer } from './xstate.ts'

/** What a memo has learnt: a comparison and where each answer leads, or what the machine said in the end. */
type Branch<Result> =
  | { atom: Atom; yes: Branch<Result> | null; no: Branch<Result> | null }
  | { result: Result }

/** Remembers what the machine answered, by the answers of the comparisons that it made on the way: numbers between the same thresholds lead to the same place. The machine is asked once for each way. */
export class Memo<Result> {
  private root: Branch<Result> | null = null

  constructor(private readonly ask: (given: { situation: Situation; asked: Answer[] }) => Result) {}

  of(situation: Situation): Result {
    let branch = this.root
    while (branch !== null && 'atom' in branch)
      branch = atomHolds(branch.atom, situation) ? branch.yes : branch.no
    return branch === null ? this.learn(situation) : branch.result
  }

  private learn(situation: Situation): Result {
    const asked: Answer[] = []
    const result = this.ask({ situation, asked })
    this.root = grown(this.root, onceEach(asked), { result })
    return result
  }
}

/** The machine makes its comparisons in an order that depends on nothing but the answers before, so that two ways part at a comparison that both made. */
function grown<Result>(
  branch: Branch<Result> | null,
  [first, ...rest]: readonly Answer[],
  leaf: Branch<Result>,
): Branch<Result> {
  if (!first) return leaf
  if (branch === null || !('atom' in branch)) branch = { atom: first.atom, yes: null, no: null }
  if (first.holds) branch.yes = grown(branch.yes, rest, leaf)
  else branch.no = grown(branch.no, rest, leaf)
  return branch
}

/** Several edges may ask the same. */
function onceEach(asked: readonly Answer[]): Answer[] {
  const seen = new Set<string>()
  return asked.filter(({ atom }) => {
    const name = JSON.stringify(atom)
    return !seen.has(name) && seen.add(name)
  })
}
