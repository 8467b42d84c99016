/** Every other request has its turn after so many rows or characters, whichever comes first. */
export interface Breath {
  /** One row of that many characters, or a piece of work of that size, is counted. */
  after(characters: number): Promise<void>
}

/** Rows and characters between two turns: a few milliseconds of parsing. */
export const AT_ONCE = { rows: 50, characters: 64 * 1024 }

export function breath(pause: () => Promise<void> = nextTurn): Breath {
  let [rows, characters] = [0, 0]
  return {
    async after(more) {
      rows++
      characters += more
      if (rows < AT_ONCE.rows && characters < AT_ONCE.characters) return
      ;[rows, characters] = [0, 0]
      await pause()
    },
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
