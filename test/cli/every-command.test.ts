import { createServer, type Server } from 'node:net'
import type { ArgsDef } from 'citty'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Command, childrenOf, resolved } from '../../src/cli/command-line.ts'
import { COMMANDS, type Runnable } from '../../src/cli/commands.ts'
import { iAm } from '../../src/cli/whoami.ts'
import { type Problem, ProblemError } from '../../src/core/base/problem.ts'

interface Leaf {
  path: string[]
  args: ArgsDef
  run: Runnable['run']
}

/** A server at which anybody who does anything would call. */
let server: Server
let calls = 0
let leaves: Leaf[] = []

beforeAll(async () => {
  server = createServer((socket) => {
    calls++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL'])
    vi.stubEnv(name, `postgres://nobody@127.0.0.1:${port}/x`)
  vi.stubEnv('REDIS_URL', `redis://127.0.0.1:${port}`)
  const all = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, entry]) => {
      const loaded = await entry.load()
      return leavesOf(loaded.command, [name], (words) => loaded.run(words))
    }),
  )
  leaves = all.flat()
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

async function leavesOf(command: Command, path: string[], run: Runnable['run']): Promise<Leaf[]> {
  const children = await childrenOf(command)
  if (children === null) return [{ path, args: (await resolved(command.args)) ?? {}, run }]
  const below = Object.entries(children).map(async ([name, child]) =>
    leavesOf(await resolved(child), [...path, name], run),
  )
  return (await Promise.all(below)).flat()
}

/** Options and words that a command cannot do without. */
function needed(args: ArgsDef): string[] {
  return Object.entries(args).flatMap(([name, { type, required, default: fallback }]) => {
    if (type === 'positional') return required === false || fallback !== undefined ? [] : ['x']
    return required && fallback === undefined ? [`--${name}`, 'x'] : []
  })
}

async function problemsOf({ run, path }: Leaf, words: string[]): Promise<readonly Problem[]> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    await run([...path.slice(1), ...words])
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  } finally {
    expect(said.mock.calls, path.join(' ')).toEqual([])
    said.mockRestore()
  }
  throw new Error(`${path.join(' ')} ${words.join(' ')} was run`)
}

async function everywhere(
  words: (leaf: Leaf) => string[][],
  check: (problems: readonly Problem[], why: string) => void,
): Promise<number> {
  let tried = 0
  for (const leaf of leaves) {
    for (const more of words(leaf)) {
      check(await problemsOf(leaf, more), `${leaf.path.join(' ')} ${more.join(' ')}`)
      tried++
    }
  }
  expect(calls).toBe(0)
  return tried
}

const codes = (problems: readonly Problem[]): string[] => problems.map(({ code }) => code)

test('an unknown option ends every command, alone and beside all that it needs', async () => {
  const tried = await everywhere(
    ({ args }) => [
      ['--no-such-thing'],
      [...needed(args), '--no-such-thing'],
      ['--no-such-thing=1', ...needed(args)],
      [...needed(args), '-x'],
    ],
    (problems, why) => expect(codes(problems), why).toContain('unknown_option'),
  )
  expect(leaves.length).toBeGreaterThan(25)
  expect(tried).toBe(leaves.length * 4)
})

test('a misspelt option suggests the one that is meant', async () => {
  await everywhere(
    ({ args }) =>
      optionsOf(args).flatMap((name) => [
        [`--${name.slice(0, -1)}q`, 'x'],
        ...(name.includes('-') ? [[`--${name.replaceAll('-', '')}`]] : []),
      ]),
    (problems, why) => {
      const [problem] = problems.filter(({ code }) => code === 'unknown_option')
      expect(problem?.suggestion, why).toMatch(/^(did you mean|one of) --/)
    },
  )
})

test('a word too many ends every command that counts its words', async () => {
  await everywhere(
    ({ args }) => (takesAll(args) ? [] : [[...needed(args), 'a', 'b', 'c']]),
    (problems, why) => expect(codes(problems), why).toContain('extra_word'),
  )
})

test('an option without its value, with an empty one, or given twice is refused', async () => {
  const values = ({ args }: Leaf): string[] =>
    optionsOf(args).filter((name) => args[name]?.type !== 'boolean')
  await everywhere(
    (leaf) =>
      values(leaf).flatMap((name) => [
        ...(isAlone(leaf.args, name) ? [] : [[`--${name}`]]),
        [`--${name}=`],
        [`--${name}`, '', '--help-me'],
      ]),
    (problems, why) => expect(codes(problems), why).toContain('missing_value'),
  )
  await everywhere(
    (leaf) =>
      values(leaf)
        .filter((name) => !isSeveral(leaf.args, name))
        .map((name) => [`--${name}`, 'a', `--${name}`, 'b']),
    (problems, why) => expect(codes(problems), why).toContain('given_twice'),
  )
})

test('a flag takes no value, and only one that is on can be turned off', async () => {
  const flags = ({ args }: Leaf): string[] => optionsOf(args).filter((name) => args[name]?.type === 'boolean')
  await everywhere(
    (leaf) => flags(leaf).map((name) => [`--${name}=no`]),
    (problems, why) => expect(codes(problems), why).toContain('takes_no_value'),
  )
  await everywhere(
    (leaf) =>
      flags(leaf)
        .filter((name) => leaf.args[name]?.default !== true)
        .map((name) => [`--no-${name}`]),
    (problems, why) => expect(codes(problems), why).toContain('unknown_option'),
  )
})

function optionsOf(args: ArgsDef): string[] {
  return Object.keys(args).filter((name) => args[name]?.type !== 'positional')
}

function isSeveral(args: ArgsDef, name: string): boolean {
  const definition = args[name]
  return definition !== undefined && 'several' in definition
}

/** What asks for yes or no means yes where nothing more is written. */
function isAlone(args: ArgsDef, name: string): boolean {
  const definition = args[name]
  return definition !== undefined && 'alone' in definition
}

function takesAll(args: ArgsDef): boolean {
  return Object.values(args).some((one) => one.type === 'positional' && 'several' in one)
}

test('every command answers machines too', () => {
  expect(leaves.filter(({ args }) => args['json'] === undefined).map(({ path }) => path.join(' '))).toEqual(
    [],
  )
})

test('under a key nobody claims to be somebody else, whatever a command calls who does it', async () => {
  const whoOf = ({ args }: Leaf): string[] =>
    optionsOf(args).filter((name) => /^who does it|^who decides/.test(args[name]?.description ?? ''))
  iAm({ name: 'jane', roles: ['admin'], scopes: [] })
  try {
    const tried = await everywhere(
      (leaf) =>
        whoOf(leaf).map((name) => [
          ...needed(leaf.args).map((word) => (word === 'x' ? '1' : word)),
          `--${name}`,
          'bob',
        ]),
      (problems, why) => expect(codes(problems), why).toEqual(['not_your_name']),
    )
    expect(tried).toBeGreaterThan(8)
  } finally {
    iAm(null)
  }
})
