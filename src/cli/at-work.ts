/** Whoever waits so long at a terminal that shows nothing is told that something is done. */
const AFTER_MS = 2_000

/** A stream knows whether somebody watches it, and whether anything was written yet. */
interface Watched {
  isTTY?: boolean
  bytesWritten?: number
}

export interface AtWork {
  /** It is asked before something that lets no timer run. */
  look(): void
  end(): void
}

/** One line on standard error once a command has shown nothing for two seconds; in files and pipes there is none. */
export function tellAtWork(
  what: string,
  streams: { out: Watched; err: Watched & { write(text: string): unknown } } = {
    out: process.stdout,
    err: process.stderr,
  },
): AtWork {
  const { out, err } = streams
  if (!err.isTTY) return { look: () => {}, end: () => {} }
  const begun = Date.now()
  let isTold = false
  const look = (): void => {
    if (isTold || Date.now() - begun < AFTER_MS) return
    isTold = true
    const shown = (err.bytesWritten ?? 0) + (out.isTTY ? (out.bytesWritten ?? 0) : 0)
    if (shown === 0) err.write(`arrears ${what}: at work ...\n`)
  }
  const timer = setTimeout(look, AFTER_MS)
  timer.unref()
  return { look, end: () => clearTimeout(timer) }
}
