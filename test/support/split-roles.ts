import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../../src/shell/pg/base/migrate.ts'
import { API_ROLE, BOARD_ROLE, ensureRole } from '../../src/shell/pg/base/roles.ts'
import type { TestDatabase } from './database.ts'

export interface ServiceUrls {
  engine: string
  api: string
  board: string
}

/** The database of a test as in production: a role for what decides and sends, one for the API, one for the board. */
export async function serviceRoles({ url, ownerUrl }: TestDatabase): Promise<ServiceUrls> {
  const admin = new pg.Client(inject('postgres'))
  await admin.connect()
  // Roles are of the whole server: several tests may make them at once.
  await admin.query('select pg_advisory_lock(4711)')
  const { password } = new URL(url)
  for (const role of [API_ROLE, BOARD_ROLE]) await ensureRole(admin, role, decodeURIComponent(password))
  await admin.end()
  const as = (role: string): string => {
    const other = new URL(url)
    other.username = role
    return other.href
  }
  const urls = { engine: url, api: as(API_ROLE), board: as(BOARD_ROLE) }
  await migrate({ ownerUrl, engineUrl: url, apiUrl: urls.api, boardUrl: urls.board })
  return urls
}
