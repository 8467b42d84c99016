import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Health } from '../http/health.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'

/** What the pages are made of. */
export interface PageDeps {
  db: Database
  clock: MachineClock
  /** What `/health` of the API answers; absent = it cannot be told here. */
  health?: () => Promise<Health>
  /** It opens notes for those who may read them; absent = this board has no key. */
  vault?: Pick<Vault, 'open'>
  environment: string
  /** The address under which a browser finds the API. */
  apiUrl: string
}
