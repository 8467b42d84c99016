export interface Turns {
  /** The work begins when what was asked before has ended well; else it is told why that did not. */
  ask<T>(work: () => Promise<T>): Promise<T>
  /** The promise resolves when nothing is left, however it ended. */
  idle(): Promise<unknown>
}

/** The driver takes one statement at a time where it has no pipeline. */
export function inTurn(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ask: (work) => {
      const one = last.then(work)
      last = one
      last.catch(() => {})
      return one
    },
    idle: () => last.catch(() => {}),
  }
}
