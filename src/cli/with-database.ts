import { ProblemError } from '../core/base/problem.ts'
import { connect, type Database } from '../shell/pg/base/database.ts'
import { missingMigrations } from '../shell/pg/base/migrate.ts'
import { keepMinorUnits } from '../shell/pg/base/minor-units.ts'

/** The work gets a connection to DATABASE_URL, which is closed afterwards. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL']
  if (!url) {
    throw new ProblemError([
      {
        code: 'no_database_url',
        message: 'DATABASE_URL is not set',
        suggestion: 'the engine role of the database, or run npm start in another terminal',
      },
    ])
  }
  const db = connect({ url, max: 4, applicationName: 'arrears-cli' })
  try {
    // A later version may have ended this one.
    await missingMigrations(db)
    await keepMinorUnits(db)
    return await work(db)
  } finally {
    await db.close()
  }
}
