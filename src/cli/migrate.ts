import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { printJson } from './print-json.ts'
import { tellBegun } from './progress-bar.ts'
import { migrate } from '../shell/pg/base/migrate.ts'

export const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Bring the tables up to date, as DATABASE_OWNER_URL' },
  args: { json: { type: 'boolean', default: false, description: 'print the names applied as JSON' } },
  async run({ args }) {
    const ownerUrl = process.env['DATABASE_OWNER_URL'] ?? process.env['DATABASE_URL']
    if (!ownerUrl) throw new ProblemError([NO_URL])
    const applied = await migrate({
      ownerUrl,
      engineUrl: process.env['DATABASE_URL'] ?? ownerUrl,
      apiUrl: process.env['DATABASE_API_URL'] || undefined,
      boardUrl: process.env['DATABASE_BOARD_URL'] || undefined,
      begin: (name) => tellBegun(`applying ${name}`),
    })
    if (args.json) printJson({ applied })
    else console.log(applied.length > 0 ? applied.map((name) => `applied ${name}`).join('\n') : 'up to date')
  },
})

const NO_URL = {
  code: 'no_database_url',
  message: 'DATABASE_OWNER_URL is not set',
  suggestion: 'the role that owns the tables; DATABASE_URL names the engine that is granted its rights',
}
