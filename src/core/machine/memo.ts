import { type Asked, type Atom, comparisonOf } from './guard.ts'
import type { Answer } from './xstate.ts'

/** What a memo has learnt: a comparison and where each answer leads, or what the machine said in the end. */
type Branch<Result> = Fork<Result> | { result: Result }

interface Fork<Result> {
  holds: (asked: Asked, params: object) => boolean
  params: object
  yes: Branch<Result> | null
  no: Branch<Result> | null
}

/** The memo keeps what the machine answered, by the answers of the comparisons that it made on the way: numbers between the same thresholds lead to the same place. The machine is asked once for each way. */
export class Memo<Result> {
  private root: Branch<Result> | null = null

  /** One that does not remember asks every time. */
  constructor(
    private readonly ask: (given: { situation: Asked; asked: Answer[] }) => Result,
    private readonly remembers = true,
  ) {}

  of(situation: Asked): Result {
    let branch = this.root
    while (branch !== null && 'params' in branch)
      branch = branch.holds(situation, branch.params) ? branch.yes : branch.no
    return branch === null ? this.learn(situation) : branch.result
  }

  private learn(situation: Asked): Result {
    const asked: Answer[] = []
    const result = this.ask({ situation, asked })
    if (this.remembers) this.root = grown(this.root, onceEach(asked), { result })
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
  const fork = branch !== null && 'params' in branch ? branch : forkAt<Result>(first.atom)
  if (first.holds) fork.yes = grown(fork.yes, rest, leaf)
  else fork.no = grown(fork.no, rest, leaf)
  return fork
}

function forkAt<Result>(atom: Atom): Fork<Result> {
  return { holds: comparisonOf(atom), params: atom.params, yes: null, no: null }
}

/** Several edges may ask the same. */
function onceEach(asked: readonly Answer[]): Answer[] {
  const seen = new Set<string>()
  return asked.filter(({ atom }) => {
    const name = JSON.stringify(atom)
    return !seen.has(name) && seen.add(name)
  })
}
