import type { Problem } from '../core/base/problem.ts'
import { borrowLocalServers } from '../shell/env/local-servers.ts'
import { tellAtWork } from './at-work.ts'
import { problemsOf } from './cause.ts'
import { checkKey } from './check-key.ts'
import { COMMANDS, rightOf } from './commands.ts'
import { didYouMean } from './did-you-mean.ts'
import { printJson } from './print-json.ts'

// Whoever reads the answer has read enough: `arrears person export D1 | head`.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
await main(process.argv.slice(2))

/** Exit codes: 0 done, 1 done and something was found, 2 not done. */
async function main([name, ...rest]: string[]): Promise<void> {
  if (name === undefined) return printCommands()
  if (isHelp(name)) {
    const asked = rest.filter((word) => !isHelp(word))
    return asked.length === 0 ? printCommands() : main([...asked, '--help'])
  }
  const json = rest.includes('--json')
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!entry) return fail([unknownCommand(name)], { json })
  if (name !== 'up') borrowLocalServers()
  const atWork = entry.endless ? null : tellAtWork(name)
  try {
    const command = await entry.load()
    if (rest.some((word) => word !== 'help' && isHelp(word))) console.log(await command.usage(rest))
    else {
      await checkKey({ command: name, right: rightOf(entry, rest) }, process.env)
      atWork?.look()
      await command.run(rest)
    }
  } catch (error) {
    fail(problemsOf(error), { json, undone: entry.undone })
  } finally {
    atWork?.end()
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h' || word === 'help'
}

function printCommands(): void {
  console.log('arrears <command> [--help] [--json]\n')
  for (const [name, { about }] of Object.entries(COMMANDS)) console.log(`  ${name.padEnd(12)}${about}`)
}

interface Failure {
  json: boolean
  undone?: string | undefined
}

function fail(problems: readonly Problem[], { json, undone }: Failure): void {
  process.exitCode = 2
  // Nobody can say what was done before a defect.
  const sure = undone !== undefined && problems.every(({ code }) => code !== 'unexpected')
  if (json) return printJson({ problems, ...(sure && { undone }) })
  for (const problem of problems) console.error(lineOf(problem))
  if (sure) console.error(undone)
}

function lineOf({ code, file, line, column, path, message, suggestion }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const where = [place, path].filter(Boolean).join(' ')
  return `${where ? `${where}: ` : ''}${code}: ${message}${suggestion ? ` (${suggestion})` : ''}`
}

function unknownCommand(name: string): Problem {
  const suggestion = didYouMean(name, Object.keys(COMMANDS))
  return { code: 'unknown_command', message: `there is no command ${name}`, suggestion }
}
