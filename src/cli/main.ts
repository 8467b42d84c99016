import { type Problem, ProblemError } from '../core/base/problem.ts'
import { borrowLocalServers } from '../shell/env/local-servers.ts'
import { COMMANDS } from './commands.ts'

await main(process.argv.slice(2))

/** Exit codes: 0 done, 1 done and something was found, 2 not done. */
async function main([name, ...rest]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return printCommands()
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!entry) return fail([unknownCommand(name)], false)
  if (name !== 'up') borrowLocalServers()
  try {
    const command = await entry.load()
    if (rest.includes('--help') || rest.includes('-h')) console.log(await command.usage(rest))
    else await command.run(rest)
  } catch (error) {
    fail(problemsOf(error), rest.includes('--json'))
  }
}

function printCommands(): void {
  console.log('arrears <command> [--help] [--json]\n')
  for (const [name, { about }] of Object.entries(COMMANDS)) console.log(`  ${name.padEnd(12)}${about}`)
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems
  const { name, message, code } = error as Error & { code?: string }
  if (name === 'CLIError') return [{ code: 'usage', message, suggestion: 'see --help' }]
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return [notReachable(code)]
  if (process.env['DEBUG']) console.error(error)
  return [{ code: 'unexpected', message: `${name}: ${message}`, suggestion: 'DEBUG=1 prints the place' }]
}

/** No constant: what fails does so while this module is still being read. */
function notReachable(why: string): Problem {
  return {
    code: 'not_reachable',
    message: `${why}: a server cannot be reached`,
    suggestion: 'see DATABASE_URL and REDIS_URL, or run npm start in another terminal',
  }
}

function fail(problems: readonly Problem[], json: boolean): void {
  process.exitCode = 2
  if (json) return console.log(JSON.stringify({ problems }))
  for (const problem of problems) console.error(lineOf(problem))
}

function lineOf({ code, file, line, column, path, message, suggestion }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const where = [place, path].filter(Boolean).join(' ')
  return `${where ? `${where}: ` : ''}${code}: ${message}${suggestion ? ` (${suggestion})` : ''}`
}

function unknownCommand(name: string): Problem {
  const near = Object.keys(COMMANDS).find((known) => known.startsWith(name.slice(0, 3)))
  return {
    code: 'unknown_command',
    message: `there is no command ${name}`,
    suggestion: near ? `did you mean ${near}?` : 'arrears --help lists them',
  }
}
