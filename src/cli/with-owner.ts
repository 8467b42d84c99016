import { ProblemError } from '../core/base/problem.ts'
import { mayErase } from '../shell/pg/base/roles.ts'
import { connect, type Database } from '../shell/pg/base/database.ts'

/** The work gets a connection to DATABASE_OWNER_URL (or to DATABASE_URL where that owns the tables too), which is closed afterwards. */
export async function withOwner<T>(work: (owner: Database) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_OWNER_URL'] ?? process.env['DATABASE_URL']
  if (!url) throw new ProblemError([NO_OWNER])
  const owner = connect({ url, max: 4, applicationName: 'arrears-cli' })
  try {
    if (!(await mayErase(owner))) throw new ProblemError([NO_OWNER])
    return await work(owner)
  } finally {
    await owner.close()
  }
}

const NO_OWNER = {
  code: 'no_owner_url',
  message: 'DATABASE_OWNER_URL is not set, or names a role that may neither erase nor make keys',
  suggestion: 'the role that owns the tables; beside a running npm start nothing needs to be set',
}
