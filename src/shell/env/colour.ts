/**
 * Colour codes go to a terminal alone, and not where NO_COLOR says anything or the terminal is said to know none.
 * What a library asks of its own is not asked: each has another idea of a CI's terminal.
 */
export function showsColour(out: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return out.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

/** A text in one of a terminal's colours: 32 is green, 36 cyan. */
export function painted(text: string, code: number): string {
  return `\u001b[${code}m${text}\u001b[39m`
}
