import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { type Difference, differences } from '../shell/config/difference.ts'
import { loadSchedules } from '../shell/config/load.ts'
import {
  type PublishedVersion,
  publishedVersions,
  publishSchedules,
  rollbackSchedules,
  schedulesOfVersion,
} from '../shell/pg/config/publish.ts'
import { lawlessCases, type LawlessCount } from '../shell/pg/watch/lawless.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { countOpenCases } from '../shell/pg/read/cases.ts'
import { agreedByTwo } from './agreed-by-two.ts'
import { confirm, yesArgument } from './confirm.ts'
import { printJson } from './print-json.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

/** The number of files that are named; all are counted. */
const NAMED = 20

export const publishCommand = defineCommand({
  meta: {
    name: 'publish',
    description:
      'Activate schedules/ as one version for every worker, or go back to an earlier one: tells what changes and asks; audited',
  },
  args: {
    dir: {
      type: 'positional',
      required: false,
      default: 'schedules',
      description: 'the folder',
      valueHint: 'DIR',
    },
    note: { type: 'string', description: 'what changed, for the list of versions' },
    by: { type: 'string', description: 'who does it; default: the user of this shell' },
    rollback: { type: 'string', description: 'make this version the active one again', valueHint: 'ID' },
    list: { type: 'boolean', default: false, description: 'only list the versions' },
    'dry-run': { type: 'boolean', default: false, description: 'only tell what would change' },
    yes: yesArgument,
    json: { type: 'boolean', default: false, description: 'print JSON' },
  },
  async run({ args }) {
    const { list, json, rollback, dir, note } = args
    const how = { dry: args['dry-run'], yes: args.yes, json, by: whoami(args.by) }
    refuseBoth({ list, rollback: rollback !== undefined, dry: how.dry, dir: args._.length > 0 })
    await withDatabase(async (db) => {
      if (list) return print(await publishedVersions(db), json)
      if (rollback !== undefined) return goBack(db, idOf(rollback), how)
      return publish(db, { dir, ...(note !== undefined && { note }) }, how)
    })
  },
})

interface How {
  dry: boolean
  yes: boolean
  json: boolean
  by: string
}

async function publish(
  db: Database,
  { dir, ...note }: { dir: string; note?: string },
  how: How,
): Promise<void> {
  const { schedules, hash, problems } = loadSchedules(dir)
  if (!schedules || !hash) throw new ProblemError(problems)
  const active = (await publishedVersions(db)).find((one) => one.active) ?? null
  const lawless = await lawlessCases(db, schedules)
  if (active?.hash !== hash) {
    const changes = differences(active && (await schedulesOfVersion(db, active.id)), schedules)
    if (how.dry) return tellChanges(`${dir} would become the active version`, changes, { ...how, lawless })
    await confirm([`${dir} becomes the active version`, ...linesOf(changes), ...heldLines(lawless)], how.yes)
  } else if (how.dry) return tellChanges(`${dir} is active already`, [], { ...how, lawless })
  await agreed(db, active, { hash, line: `${dir} becomes the active version` }, how.by)
  const { version, changed } = await publishSchedules(db, { schedules, hash, by: how.by, ...note })
  if (!changed && !how.json) console.log('nothing changed: this content is active already')
  print([version], how.json)
  if (!how.json) for (const line of heldLines(lawless)) console.log(line)
}

async function goBack(db: Database, id: number, how: How): Promise<void> {
  const versions = await publishedVersions(db)
  const active = versions.find((one) => one.active) ?? null
  if (versions.some((one) => one.id === id) && (how.dry || !how.yes) && active?.id !== id) {
    const after = await schedulesOfVersion(db, id)
    const changes = differences(active && (await schedulesOfVersion(db, active.id)), after)
    const lawless = await lawlessCases(db, after)
    const title = `version ${id} becomes the active one again`
    if (how.dry) return tellChanges(title.replace('becomes', 'would become'), changes, { ...how, lawless })
    await confirm([title, ...linesOf(changes), ...heldLines(lawless)], how.yes)
  } else if (how.dry && active?.id === id) return tellChanges(`version ${id} is active already`, [], how)
  const hash = versions.find((one) => one.id === id)?.hash
  if (hash) await agreed(db, active, { hash, line: `version ${id} becomes the active one again` }, how.by)
  print([await rollbackSchedules(db, id, how.by)], how.json)
  if (how.json) return
  for (const line of heldLines(await lawlessCases(db, await schedulesOfVersion(db, id)))) console.log(line)
}

/** Every open case is planned under the new version from its next review on. */
async function agreed(
  db: Database,
  active: PublishedVersion | null,
  to: { hash: string; line: string },
  by: string,
): Promise<void> {
  if (active === null || active.hash === to.hash) return
  const size = (await countOpenCases(db)).reduce((sum, { cases }) => sum + cases, 0)
  const of = [active.hash, to.hash]
  await agreedByTwo(db, { what: 'publish', of, touches: [to.line, `${size} open cases`], size, by })
}

function tellChanges(
  title: string,
  changes: readonly Difference[],
  { json, lawless = [] }: { json: boolean; lawless?: LawlessCount[] },
): void {
  if (json) return printJson({ dryRun: true, changes, held: lawless })
  for (const line of [title, ...linesOf(changes), ...heldLines(lawless)]) console.log(line)
}

function linesOf(changes: readonly Difference[]): string[] {
  if (changes.length === 0) return ['nothing changes']
  const more = changes.length > NAMED ? [`and ${changes.length - NAMED} more`] : []
  return [...changes.slice(0, NAMED).map(({ kind, name, is }) => `${kind} ${name}: ${is}`), ...more]
}

/** Each of these means something else: none is passed over. */
function refuseBoth(said: { list: boolean; rollback: boolean; dry: boolean; dir: boolean }): void {
  const names = { list: '--list', rollback: '--rollback', dry: '--dry-run', dir: 'DIR' }
  const pairs = [
    ['list', 'rollback'],
    ['list', 'dry'],
    ['list', 'dir'],
    ['rollback', 'dir'],
  ] as const
  const both = pairs.find(([one, other]) => said[one] && said[other])
  if (!both) return
  const problem: Problem = {
    code: 'conflicting_options',
    message: `${names[both[0]]} and ${names[both[1]]} cannot both be meant`,
    suggestion: 'say one of the two',
  }
  throw new ProblemError([problem])
}

function idOf(text: string): number {
  const id = Number(text)
  if (Number.isSafeInteger(id) && id > 0) return id
  throw new ProblemError([
    {
      code: 'bad_version',
      message: `${text} is no version`,
      suggestion: 'arrears publish --list shows them',
    },
  ])
}

/** Whoever publishes sees beforehand whom nobody will contact. */
function heldLines(held: readonly LawlessCount[]): string[] {
  const sum = held.reduce((total, { cases }) => total + cases, 0)
  if (sum === 0) return []
  const which = held.map(({ gap, cases }) => `${gap} ${cases}`).join(', ')
  return [`${sum} open cases are held: no law is on file for ${which} [no_law_on_file]`]
}

function print(versions: readonly PublishedVersion[], json: boolean): void {
  if (json) return printJson({ versions })
  if (versions.length === 0) console.log('nothing was published yet')
  for (const one of versions) {
    const note = one.note ? `  ${one.note}` : ''
    const mark = one.active ? 'active' : '      '
    const when = `${isoOf(one.publishedAt)} by ${one.publishedBy}`
    console.log(`${String(one.id).padStart(4)}  ${mark}  ${one.hash.slice(0, 12)}  ${when}${note}`)
  }
}
