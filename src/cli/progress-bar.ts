import type { Instant } from '../core/base/time.ts'

export interface ProgressBar {
  add: (count: number) => void
  end: () => void
}

const WIDTH = 30
const REDRAWN_EVERY_MS = 100

type Watched = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** One line on standard error that draws itself again; silent where nobody watches. */
export function progressBar(what: string, total: number, stream: Watched = process.stderr): ProgressBar {
  if (!stream.isTTY) return { add: () => {}, end: () => {} }
  let done = 0
  let drawn: Instant | null = null
  const draw = (): void => {
    const filled = Math.round(Math.min(1, done / Math.max(1, total)) * WIDTH)
    stream.write(`\r${'#'.repeat(filled).padEnd(WIDTH, '.')} ${done} of ${Math.max(done, total)} ${what}`)
    drawn = Date.now()
  }
  return {
    add: (count) => {
      done += count
      if (drawn === null || Date.now() - drawn >= REDRAWN_EVERY_MS) draw()
    },
    end: () => {
      draw()
      stream.write('\n')
    },
  }
}

/** The line says what begins now, where its end is told only later; nobody is told where nobody watches. */
export function tellBegun(what: string, stream: Watched = process.stderr): void {
  if (stream.isTTY) stream.write(`${what} ...\n`)
}
