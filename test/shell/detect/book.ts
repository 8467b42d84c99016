import { verifyChains } from '../../../src/shell/audit/verify.ts'
import { knownReplies } from '../../../src/shell/config/known-replies.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { moveClock } from '../../../src/shell/pg/base/virtual-clock.ts'
import { configPort } from '../../../src/shell/pg/config/config.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { decideStore } from '../../../src/shell/pg/decide/decide.ts'
import { detectStore } from '../../../src/shell/pg/detect/detect.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import type { MorningStores } from '../../support/drawn/morning.ts'
import { storySchedules } from '../../support/story-engine.ts'

const vault = openVault(newVaultKeys())

export function storesOn(db: Database): MorningStores {
  const config = configPort(db)
  return {
    record: { store: recordStore(db), prepare: prepareWith(vault), replies: knownReplies(config) },
    detect: detectStore(db),
    decide: decideStore(db),
    config,
    setNow: (now) => moveClock(db, now),
  }
}

/** Rows of a table without ids, under the name of their account. */
const rowsOf = (table: string, order: string, without: readonly string[]): string => `
  select '${table} ' || coalesce(a.external_id, '-') || ' ' ||
    (to_jsonb(r) - '{${['id', 'person_id', 'account_id', 'case_id', ...without].join(',')}}'::text[])::text as line
  from ${table} r left join account a on a.person_id = r.person_id and a.id = r.account_id
  order by a.external_id, ${order}`

const TABLES = [
  rowsOf('collection_case', 'r.number', []),
  rowsOf('contact', 'r.step, r.attempt, r.not_before', [
    'accounts',
    'client_ref',
    'household_id',
    'number_id',
    'planned_fact',
    'point_id',
  ]),
  rowsOf('decision', 'r.id', ['contact_id']),
  rowsOf('human_task', 'r.kind, r.reason', []),
  rowsOf('hold', 'r.external_id', ['known_fact', 'number_id']),
  rowsOf('promise', 'r.external_id', []),
  `select 'fact ' || coalesce(a.external_id, '-') || ' ' || (to_jsonb(f) - '{id,person_id,account_id,key,hash,digest}'::text[]
     || jsonb_build_object('body', f.body - 'case'))::text as line
   from fact f left join account a on a.person_id = f.person_id and a.id = f.account_id
   order by a.external_id, f.id`,
  `select 'account ' || external_id || ' ' || (to_jsonb(a) - '{id,person_id,chain_head}'::text[])::text as line
   from account a order by external_id`,
  `select 'opened ' || o::text as line from opening_count o order by 1`,
]

/** The stories' ladder, which opens so many cases a day. */
export async function publishStory(db: Database, perDay = 1000): Promise<void> {
  const { schedules, hash } = storySchedules((text) => text.replace('perDay: 1000', `perDay: ${perDay}`))
  await publishSchedules(db, { schedules, hash, by: 'test' })
}

/** Everything that a morning writes, by names instead of ids; each chain stands. */
export async function bookOf(db: Database): Promise<string[]> {
  const lines: string[] = []
  await verifyChains(db, {
    only: null,
    since: null,
    onBroken: (one) => lines.push(`broken ${JSON.stringify(one)}`),
  })
  for (const table of TABLES) lines.push(...(await db.query<{ line: string }>(table)).map(({ line }) => line))
  return lines
}
