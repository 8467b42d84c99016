import { type Problem, ProblemError } from '../core/base/problem.ts'

/** An error and everything that brought it about, the last cause last: what went wrong at the bottom is what helps. */
export function chainOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let one = error; one instanceof Error && chain.length < 10; one = causeOf(one)) chain.push(one)
  return chain
}

function causeOf(error: Error): unknown {
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined)
}

/** `TypeError: fetch failed, because Error: connect ECONNREFUSED 127.0.0.1:8460`; one that says nothing is told by its code. */
export function causeWords(error: unknown): string {
  const chain = chainOf(error)
  if (chain.length === 0) return String(error)
  return chain.map(({ name, message, ...rest }) => `${name}: ${message || codeIn(rest)}`).join(', because ')
}

function codeIn(rest: object): string {
  const { code } = rest as { code?: unknown }
  return typeof code === 'string' ? code : 'without a word'
}

/** What a user is told of an error: each problem with its code and the way out. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems
  if ((error as Error).name === 'CLIError')
    return [{ code: 'usage', message: (error as Error).message, suggestion: 'see --help' }]
  const codes = chainOf(error).map((one) => (one as Error & { code?: string }).code)
  const away = codes.find((code) => code === 'ECONNREFUSED' || code === 'ENOTFOUND')
  if (away !== undefined) return [{ ...NOT_REACHABLE, message: `${away}: a server cannot be reached` }]
  if (process.env['DEBUG']) console.error(error)
  if (codes.includes(NO_PRIVILEGE)) return [NOT_PERMITTED]
  return [{ code: 'unexpected', message: causeWords(error), suggestion: 'DEBUG=1 prints the place' }]
}

const NO_PRIVILEGE = '42501'

const NOT_REACHABLE = {
  code: 'not_reachable',
  suggestion: 'see DATABASE_URL and REDIS_URL, or run npm start in another terminal',
}

const NOT_PERMITTED: Problem = {
  code: 'not_permitted',
  message: 'the database does not let the role of this address do that',
  suggestion: 'commands of people run as the owner: give DATABASE_URL the address of DATABASE_OWNER_URL',
}
