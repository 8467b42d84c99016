import pino from 'pino'

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
  const destination = file
    ? pino.destination({ dest: file, append: true, mkdir: true, sync: false })
    : undefined
  const options: pino.LoggerOptions = {
    level,
    base: { worker, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  }
  return destination ? pino(options, destination) : pino(options)
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
