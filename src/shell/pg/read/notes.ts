import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import type { FoundCase } from './case-head.ts'

/** What an agent wrote down, or a debtor wrote, as it is sealed. */
export interface SealedNote {
  fact: number
  type: string
  at: Instant
  agent: string | null
  contact: string | null
  /** Null = it was erased. */
  value: Buffer | null
  keyId: string
}

const NOTES = statement<SealedNote>({
  name: 'case-notes',
  once: true,
  text: `select f.id as fact, f.kind as type, f.recorded_at as at, f.body ->> 'agent' as agent,
       f.body ->> 'contact' as contact, s.value, s.key_id as "keyId"
     from fact f join sealed s on s.person_id = f.person_id and s.id = (f.body -> 'sealed' ->> 'id')::bigint
     where f.person_id = $1 and (f.account_id = $2 or f.account_id is null)
       and f.recorded_at >= coalesce(to_timestamp($3 / 1000.0), '-infinity')
       and f.recorded_at < coalesce(to_timestamp($4 / 1000.0), 'infinity')
     order by f.id desc limit 200`,
  row: {
    fact: 'int8',
    type: 'text',
    at: 'timestamptz',
    agent: 'text?',
    contact: 'text?',
    value: 'bytea?',
    keyId: 'text',
  },
})

/** The latest notes of a case, newest first, still sealed. */
export function readNotes(db: Sql, { person, account, from, to }: FoundCase): Promise<SealedNote[]> {
  return ask(db, NOTES, [person, account, from, to])
}
