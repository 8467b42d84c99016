import { mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import pino from 'pino'
import { ProblemError } from '../../core/base/problem.ts'

/** An event name and ids; never a name, a number, an address or a message. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'> &
  Partial<Pick<pino.Logger, 'isLevelEnabled'>>

export interface LogOptions {
  worker: string
  level: string
  /** A file instead of standard output: the demo keeps its terminal for the table. */
  file?: string
}

export function openLog({ worker, level, file }: LogOptions): Log {
  const options: pino.LoggerOptions = {
    level,
    base: { worker, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  }
  return pino(
    options,
    file === undefined ? outside({ dest: 1, sync: true }) : outside({ dest: opened(file), sync: false }),
  )
}

/** A file that cannot be opened is known at the start, with its cause. */
function opened(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return openSync(file, 'a')
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? (error as Error).name
    const message = `the log cannot be written to ${file}: ${cause}`
    const suggestion = 'a file that this process may write; without LOG_FILE it writes to standard output'
    throw new ProblemError([{ code: 'bad_setting', path: 'LOG_FILE', message, suggestion }])
  }
}

/** Lines that wait while nothing can be written, in characters; later ones are lost. */
const MOST_WAITING = 1 << 24
const AGAIN_MS = 1_000

/** A full disk stops no work: lines wait, the oldest of them are written once there is room, and nobody waits for them at the end. The library would end the process instead, or try for ever when it ends. */
function outside(to: { dest: number; sync: boolean }): ReturnType<typeof pino.destination> {
  const destination = pino.destination({
    ...to,
    maxLength: MOST_WAITING,
    // Only with a least length does the library try again by itself what waits; a full room takes no line that would.
    minLength: 1,
    periodicFlush: AGAIN_MS,
  })
  let failedAt: number | null = null
  let lost = false
  destination.on('error', (error: NodeJS.ErrnoException) => {
    if (failedAt === null) console.error(`log_not_written: ${error.code ?? error.name}`)
    failedAt = performance.now()
  })
  destination.on('drop', () => {
    if (!lost) console.error('log_lines_lost: too many wait to be written')
    lost = true
  })
  destination.on('write', () => {
    failedAt = null
    lost = false
  })
  const flush = destination.flush.bind(destination)
  const flushSync = destination.flushSync.bind(destination)
  destination.flush = (told) => {
    if (failedAt === null || performance.now() - failedAt > AGAIN_MS / 2) flush(told)
    else told?.()
  }
  destination.flushSync = () => {
    if (failedAt === null) flushSync()
  }
  return destination
}

/** What may be said of an error: the text of some errors quotes a row, and then only the name and the code are told. */
export function errorWords(error: unknown): { error: string; code: string | undefined } {
  const { name, code, message } = error as Error & { code?: string }
  return { error: mayQuote(name, code, message) ? name : `${name}: ${message}`, code }
}

/** Constraint and cast errors of Postgres (classes 22, 23), parsers of text, and "unexpected value". */
function mayQuote(name: string, code: string | undefined, message: string): boolean {
  return /^2[23]/.test(code ?? '') || name === 'SyntaxError' || message.startsWith('unexpected ')
}
