import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderClass } from '../src/providers/class.ts'
import type { AlarmRun } from './alarm-run.ts'
import { FAULTS } from './faults.ts'
import type { Result } from './run.ts'
import type { SoakResult } from './soak.ts'

/** What the two commands found when they were last told to save it; the page is drawn from these files alone. */
interface Saved<T> {
  machine: string
  /** The day of the run. */
  on: string
  found: T
}

const FOLDER = 'docs/reliability'
const PAGE = 'docs/reliability.md'

export function saveFaults(home: string, machine: string, found: Result[]): void {
  save(home, 'faults', { machine, on: today(), found })
}

/** What came of many sends through one provider. */
export interface Sends {
  provider: string
  class: ProviderClass
  sends: number
  twice: number
  unresolved: number
  /** Those for humans, one for each that stays unknown. */
  tasks: number
  seconds: number
}

/** Each provider stands in the file once: another run of it takes its place. */
export function saveSends(home: string, machine: string, found: Sends): void {
  const others = (read<Sends[]>(home, 'sends')?.found ?? []).filter((one) => one.provider !== found.provider)
  const all = [...others, found].toSorted((a, b) =>
    `${a.class} ${a.provider}`.localeCompare(`${b.class} ${b.provider}`),
  )
  save(home, 'sends', { machine, on: today(), found: all })
}

export function saveSoak(home: string, machine: string, found: SoakResult): void {
  save(home, 'soak', { machine, on: today(), found })
}

export function saveAlarms(home: string, machine: string, found: AlarmRun): void {
  save(home, 'alarms', { machine, on: today(), found })
}

function save(home: string, name: string, saved: Saved<unknown>): void {
  mkdirSync(join(home, FOLDER), { recursive: true })
  writeFileSync(join(home, FOLDER, `${name}.json`), `${JSON.stringify(saved, null, 2)}\n`)
  writeFileSync(join(home, PAGE), reliabilityPage(home))
}

/** The page of the figures as Markdown. */
export function reliabilityPage(home: string): string {
  return [
    '# What holds when things break',
    '',
    'The tables are written by commands, each line from a file under `docs/reliability/`: `npm run fault -- --save`, `npm run fault -- --alarms --save`, `npm run soak -- --minutes 120 --save` and `npm run sends -- 100000`. Each but the last starts a whole engine of its own, every worker a process, on servers of its own. A gateway in a further process takes the messages, keeps a journal that no worker can touch, and asks Postgres at the moment at which it takes a message whether it may go. The engine has the paces of `fault/engine.ts`: locks of two seconds, leases of three.',
    '',
    ...faultLines(read<Result[]>(home, 'faults')),
    ...sendLines(read<Sends[]>(home, 'sends')),
    ...alarmLines(read<AlarmRun>(home, 'alarms')),
    ...soakLines(read<SoakResult>(home, 'soak')),
  ].join('\n')
}

function faultLines(saved: Saved<Result[]> | null): string[] {
  if (!saved) return []
  const rows = saved.found.map(
    ({ fault, contacts, inflicted, twice, unlawful, lost, violations }) =>
      `| ${fault} | ${FAULTS[fault]?.about ?? ''} | ${[contacts, inflicted, twice, unlawful, lost, violations].join(' | ')} |`,
  )
  return [
    '## Faults, one after the other',
    '',
    `On ${saved.on}, ${saved.machine}. *Twice*: contacts that the gateway or an agent began more than once. *Unlawful*: taken without a permit that was committed and still held, or after a payment. *Lost*: due and not resolved within 45 seconds. *Violations*: broken promises (I1 to I11), and workers that ended by themselves.`,
    '',
    '| Fault | What is done | Contacts | Times | Twice | Unlawful | Lost | Violations |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

function sendLines(saved: Saved<Sends[]> | null): string[] {
  if (!saved) return []
  const rows = saved.found.map(
    ({ class: of, provider, sends, twice, unresolved, tasks, seconds }) =>
      `| ${of} | ${provider} | ${[sends, twice, unresolved, tasks, seconds].join(' | ')} |`,
  )
  return [
    '## Many sends through each provider',
    '',
    `On ${saved.on}, ${saved.machine}, by \`npm run sends -- NUMBER\`: without sockets and databases, through the code that sends, asks and settles. 13 in 100 end in a way that nobody can read, and of every 50 workers one dies before it settles. No receipt comes: of class D, what could not be read stays unknown, each with a task; a receipt would settle it.`,
    '',
    '| Class | Provider | Sends | Accepted twice | Unresolved | Tasks | Seconds |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    'By class, of a million sends with that much that nobody can read:',
    '',
    '| Class | Sends | Accepted twice, per million | Unresolved, per million |',
    '|---|---|---|---|',
    ...classLines(saved.found),
    '',
  ]
}

function classLines(found: readonly Sends[]): string[] {
  return [...new Set(found.map(({ class: of }) => of))].map((of) => {
    const own = found.filter((one) => one.class === of)
    const total = (what: 'sends' | 'twice' | 'unresolved'): number =>
      own.reduce((sum, one) => sum + one[what], 0)
    const perMillion = (count: number): number => Math.round((count / total('sends')) * 1_000_000)
    return `| ${of} | ${total('sends')} | ${perMillion(total('twice'))} | ${perMillion(total('unresolved'))} |`
  })
}

function alarmLines(saved: Saved<AlarmRun> | null): string[] {
  if (!saved) return []
  const { healthySeconds, wrongly, results } = saved.found
  const rows = results.map(
    ({ alarm, place, about, rang, within, quiet, wrongly: others }) =>
      `| ${`${alarm} ${place}`.trim()} | ${about} | ${rang ?? 'never'} | ${within} | ${quiet ?? 'never'} | ${others.join(', ') || 'nothing'} |`,
  )
  return [
    '## What each alarm is there to notice',
    '',
    `On ${saved.on}, ${saved.machine}. \`/health\` of a running engine, by the real clock. For ${healthySeconds} seconds nothing was wrong, calls and visits were left alone, and ${wrongly.join(', ') || 'nothing'} rang. *Within*: the time in docs/runbook.md, and how often it is measured.`,
    '',
    '| Alarm | What is done | Rang after (s) | Within (s) | Quiet again after (s) | Rang wrongly |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

function soakLines(saved: Saved<SoakResult> | null): string[] {
  if (!saved) return []
  const { found } = saved
  const { memoryPerHour: memory, redis, checkToRequest: late } = found
  return [
    '## A long run with a kill a minute',
    '',
    `On ${saved.on}, ${saved.machine}. ${found.minutes} minutes, ${found.rate} new accounts a second with one contact each, one worker after the other killed, each spared for half of the run.`,
    '',
    '| What | Figure |',
    '|---|---|',
    `| Contacts | ${found.contacts} |`,
    `| Kills | ${found.kills} |`,
    `| Twice, unlawful, lost, violations | ${found.twice}, ${found.unlawful}, ${found.lost}, ${found.violations} |`,
    `| Memory of one process, MB an hour after its first ${memory.young} minutes: the middle of all long lives | ${memory.middle} |`,
    `| the same: the worst (${memory.worker}) | ${memory.worst} |`,
    `| Postgres, bytes per contact with indexes | ${found.postgresPerContact} |`,
    `| Redis, MB after the first minute and at the end | ${redis.first}, ${redis.last} |`,
    `| Between the last check and the request, ms: half, 99 %, most | ${late.p50}, ${late.p99}, ${late.most} |`,
    '',
  ]
}

function read<T>(home: string, name: string): Saved<T> | null {
  const file = join(home, FOLDER, `${name}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Saved<T>) : null
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
