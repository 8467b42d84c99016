export interface ProgressBar {
  add: (count: number) => void
  end: () => void
}

const WIDTH = 30
const REDRAWN_EVERY = 100

/** One line on standard error that draws itself again; silent where nobody watches. */
export function progressBar(what: string, total: number): ProgressBar {
  const stream = process.stderr
  if (!stream.isTTY) return { add: () => {}, end: () => {} }
  let done = 0
  let drawn = 0
  const draw = (): void => {
    const filled = Math.round(Math.min(1, done / Math.max(1, total)) * WIDTH)
    stream.write(`\r${'#'.repeat(filled).padEnd(WIDTH, '.')} ${done} of ${Math.max(done, total)} ${what}`)
    drawn = done
  }
  return {
    add: (count) => {
      done += count
      if (done - drawn >= REDRAWN_EVERY) draw()
    },
    end: () => {
      draw()
      stream.write('\n')
    },
  }
}
