import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { ProblemError } from '../core/base/problem.ts'

export const yesArgument = {
  type: 'boolean',
  default: false,
  description: 'do not ask; without a terminal nothing is done unless this is said',
} as const

export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  /** The question does not go to standard output: that is for the result. */
  output: NodeJS.WritableStream & { isTTY?: boolean }
}

/** A person reads what will be touched and is asked; it throws where nobody says yes. Nothing is said or asked if `--yes` is given: the result tells what was done. */
export async function confirm(
  touches: readonly string[],
  yes: boolean,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (yes) return
  const { input, output } = terminal
  if (!input.isTTY || !output.isTTY) throw notConfirmed(touches, 'nobody can be asked here')
  for (const line of touches) output.write(`${line}\n`)
  const answer = await ask(terminal, 'Type yes to go on: ')
  if (answer.trim().toLowerCase() !== 'yes') throw notConfirmed(touches, 'the answer was not yes')
}

/** The empty string where the terminal is closed. */
async function ask({ input, output }: Terminal, question: string): Promise<string> {
  const lines = createInterface({ input, output, terminal: false })
  output.write(question)
  let answer = ''
  lines.once('line', (line: string) => {
    answer = line
    lines.close()
  })
  await once(lines, 'close')
  return answer
}

function notConfirmed(touches: readonly string[], why: string): ProblemError {
  const message = `nothing was done: ${why}; it would be this: ${touches.join('; ')}`
  return new ProblemError([{ code: 'not_confirmed', message, suggestion: '--yes does it without asking' }])
}
