import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tellAtWork } from '../../src/cli/at-work.ts'
import { type Command, childrenOf, resolved, runLine } from '../../src/cli/command-line.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import { complianceCommand } from '../../src/cli/compliance/compliance.ts'
import { progressBar, tellBegun } from '../../src/cli/progress-bar.ts'
import { IMPORTS } from '../../src/shell/feed/column.ts'
import { packTable } from '../../src/shell/law/pack-table.ts'

/** What a terminal shows of a command that takes longer than two seconds: a bar that draws itself, a line for every part, or one line after two seconds. */
const SHOWN: Record<string, 'bar' | 'parts' | 'after 2 s' | 'nothing: it runs until it is stopped'> = {
  up: 'parts',
  check: 'after 2 s',
  'strategy show': 'after 2 s',
  'provider test': 'after 2 s',
  publish: 'after 2 s',
  ...Object.fromEntries(IMPORTS.map((kind) => [`import ${kind}`, 'bar' as const])),
  'import receipts': 'after 2 s',
  'import dispositions': 'after 2 s',
  replay: 'bar',
  accounts: 'after 2 s',
  cases: 'after 2 s',
  contacts: 'after 2 s',
  plans: 'after 2 s',
  promises: 'after 2 s',
  settlements: 'after 2 s',
  explain: 'after 2 s',
  'compliance list': 'after 2 s',
  'compliance explain': 'after 2 s',
  'compliance test': 'after 2 s',
  'compliance mutate': 'bar',
  stop: 'after 2 s',
  resume: 'after 2 s',
  'approvals list': 'after 2 s',
  'approvals grant': 'after 2 s',
  'approvals refuse': 'after 2 s',
  'tasks list': 'after 2 s',
  'tasks offered': 'after 2 s',
  'tasks claim': 'after 2 s',
  'tasks resolve': 'after 2 s',
  'tasks match': 'after 2 s',
  'credit make': 'bar',
  'credit write': 'parts',
  'credit list': 'after 2 s',
  'person export': 'bar',
  'person erase': 'bar',
  purge: 'bar',
  'audit verify': 'bar',
  'audit heads': 'parts',
  'webhooks add': 'after 2 s',
  'webhooks list': 'after 2 s',
  'webhooks remove': 'after 2 s',
  'webhooks rotate': 'after 2 s',
  'webhooks replay': 'after 2 s',
  'webhooks resume': 'after 2 s',
  'keys create': 'after 2 s',
  'keys list': 'after 2 s',
  'keys revoke': 'after 2 s',
  'keys password': 'after 2 s',
  'keys seals': 'after 2 s',
  migrate: 'parts',
  worker: 'nothing: it runs until it is stopped',
  bench: 'parts',
  completion: 'after 2 s',
  fault: 'parts',
  soak: 'parts',
}

const CODES = new RegExp(String.fromCharCode(27))

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function screen(isTTY = true) {
  const written: string[] = []
  const write = (text: string): boolean => written.push(text) > 0
  return {
    isTTY,
    written,
    write,
    get bytesWritten() {
      return written.join('').length
    },
  }
}

async function leavesOf(command: Command, path: string): Promise<string[]> {
  const children = await childrenOf(command)
  if (children === null) return [path]
  const below = Object.entries(children).map(async ([name, child]) =>
    leavesOf(await resolved(child), `${path} ${name}`),
  )
  return (await Promise.all(below)).flat()
}

test('every command is listed with what it shows while it takes long', async () => {
  const leaves = Object.entries(COMMANDS).map(async ([name, { load }]) =>
    leavesOf((await load()).command, name),
  )
  expect(Object.keys(SHOWN).sort()).toEqual((await Promise.all(leaves)).flat().sort())
  const endless = Object.entries(COMMANDS).filter(([, { endless }]) => endless)
  expect(endless.map(([name]) => name)).toEqual(
    Object.keys(SHOWN).filter((name) => SHOWN[name]?.startsWith('nothing')),
  )
})

test('a command that has shown nothing for two seconds says once that it is at work', () => {
  const err = screen()
  const atWork = tellAtWork('cases', { out: screen(), err })
  vi.advanceTimersByTime(1_900)
  expect(err.written).toEqual([])
  vi.advanceTimersByTime(20_000)
  atWork.look()
  expect(err.written).toEqual(['arrears cases: at work ...\n'])
  const held = screen()
  const late = tellAtWork('check', { out: screen(), err: held })
  vi.setSystemTime(Date.now() + 2_500)
  late.look()
  expect(held.written).toHaveLength(1)
})

test('nothing more is said where something is shown, where it is over, and where nobody watches', () => {
  const [shown, over, piped] = [screen(), screen(), screen(false)]
  shown.write('###')
  tellAtWork('purge', { out: screen(), err: shown })
  tellAtWork('cases', { out: screen(), err: over }).end()
  tellAtWork('cases', { out: screen(), err: piped })
  vi.advanceTimersByTime(10_000)
  expect([shown.written.length, over.written, piped.written]).toEqual([1, [], []])
  const intoFile = screen()
  const out = screen(false)
  out.write('a million rows')
  tellAtWork('audit heads', { out, err: intoFile })
  vi.advanceTimersByTime(2_000)
  expect(intoFile.written).toHaveLength(1)
})

test('a bar is drawn with the first part and at most ten times a second; nothing where nobody watches', () => {
  const [seen, piped] = [screen(), screen(false)]
  for (const stream of [seen, piped]) {
    const bar = progressBar('packs', 40, stream)
    for (let pack = 0; pack < 40; pack++) {
      bar.add(1)
      vi.advanceTimersByTime(25)
    }
    bar.end()
    tellBegun('B1 is measured', stream)
  }
  expect(seen.written[0]).toBe(`\r${'#'.padEnd(30, '.')} 1 of 40 packs`)
  expect(seen.written.slice(-3)).toEqual([`\r${'#'.repeat(30)} 40 of 40 packs`, '\n', 'B1 is measured ...\n'])
  expect(seen.written.length).toBeLessThan(15)
  expect(seen.written.join('')).not.toMatch(CODES)
  expect(piped.written).toEqual([])
})

test('the mutation of a pack draws its bar on standard error alone', async () => {
  const seen = screen()
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => seen.write(String(text)))
  Object.assign(process.stderr, { isTTY: true })
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  await runLine(complianceCommand, 'compliance', ['mutate', 'xx-wishes'])
  Reflect.deleteProperty(process.stderr, 'isTTY')
  expect(seen.written.join('')).toContain('1 of 1 packs\n')
  expect(said.mock.calls.flat().join('\n')).not.toMatch(/#|\r/)
})

test.each([
  { said: {}, colour: true },
  { said: { CI: 'true' }, colour: true },
  { said: { NO_COLOR: '1' }, colour: false },
  { said: { TERM: 'dumb' }, colour: false },
])('a terminal shows colour where $said is said: $colour; a pipe never does', ({ said, colour }) => {
  for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, undefined)
  vi.stubEnv('TERM', 'xterm')
  for (const [name, value] of Object.entries(said)) vi.stubEnv(name, value)
  const tableOn = (isTTY: boolean): string =>
    packTable([], '2026-03-10', { isTTY, columns: 120 } as NodeJS.WriteStream)
  expect(CODES.test(tableOn(true))).toBe(colour)
  expect(CODES.test(tableOn(false))).toBe(false)
})
