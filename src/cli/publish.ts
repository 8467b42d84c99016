import { userInfo } from 'node:os'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { loadSchedules } from '../shell/config/load.ts'
import {
  type PublishedVersion,
  publishedVersions,
  publishSchedules,
  rollbackSchedules,
} from '../shell/pg/config-publish.ts'
import { connect, type Database } from '../shell/pg/database.ts'

export const publishCommand = defineCommand({
  meta: {
    name: 'publish',
    description: 'Activate schedules/ as one version for every worker, or go back to an earlier one; audited',
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
    json: { type: 'boolean', default: false, description: 'print JSON' },
  },
  async run({ args }) {
    const by = args.by ?? userInfo().username
    await withDatabase(async (db) => {
      if (args.list) return print(await publishedVersions(db), args.json)
      if (args.rollback !== undefined) {
        return print([await rollbackSchedules(db, idOf(args.rollback), by)], args.json)
      }
      const { schedules, hash, problems } = loadSchedules(args.dir)
      if (!schedules || !hash) throw new ProblemError(problems)
      const note = args.note === undefined ? {} : { note: args.note }
      const { version, changed } = await publishSchedules(db, { schedules, hash, by, ...note })
      if (!changed && !args.json) console.log('nothing changed: this content is active already')
      print([version], args.json)
    })
  },
})

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

function print(versions: readonly PublishedVersion[], json: boolean): void {
  if (json) return console.log(JSON.stringify(versions))
  if (versions.length === 0) console.log('nothing was published yet')
  for (const one of versions) {
    const note = one.note ? `  ${one.note}` : ''
    const mark = one.active ? 'active' : '      '
    const when = `${isoOf(one.publishedAt)} by ${one.publishedBy}`
    console.log(`${String(one.id).padStart(4)}  ${mark}  ${one.hash.slice(0, 12)}  ${when}${note}`)
  }
}

async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const url = process.env['DATABASE_URL']
  if (!url) {
    throw new ProblemError([
      { code: 'no_database', message: 'DATABASE_URL is not set', suggestion: 'set it, or run npm start' },
    ])
  }
  const db = connect({ url, max: 2, applicationName: 'arrears-publish' })
  try {
    await work(db)
  } finally {
    await db.close()
  }
}
