import type { CaseId, ContactId } from '../../../core/base/id.ts'
import type { DecisionRecord } from '../../../core/model/decision.ts'
import type { ActiveConfig } from '../../../flow/ports/config.ts'
import type { PacksOf } from '../../../flow/ports/decide.ts'
import { TZDATA } from '../../config/law-record.ts'
import { columns } from '../base/columns.ts'
import { copying, isCopied } from '../base/copying.ts'
import type { SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { reasonsIn } from '../base/read-json.ts'
import { keepLaw, lawsOf } from '../config/law-used.ts'
import { keyOf } from './planned.ts'

interface Decided {
  records: DecisionRecord[]
  contacts: ReadonlyMap<string, ContactId>
  hashes: ReadonlyMap<CaseId, string>
  config: ActiveConfig
  packs: PacksOf | undefined
}

/** The lines of the log, and the law under which they were decided. */
export async function insertDecisions(
  tx: SqlTransaction,
  { records, contacts, hashes, config, packs }: Decided,
): Promise<void> {
  if (records.length === 0) return
  const of = <T>(pick: (record: DecisionRecord) => T) => records.map(pick)
  const judged = lawsOf(
    config,
    of((one) => packs?.get(one.case)),
  )
  const laws = [judged.laws.map(({ hash }) => hash), judged.laws.map(({ content }) => content)]
  const contactOf = (one: DecisionRecord): ContactId | null =>
    one.contactKey ? (contacts.get(keyOf({ case: one.case, ...one.contactKey })) ?? null) : null
  const hashOf = (one: DecisionRecord): string => hashes.get(one.case) ?? ''
  if (isCopied(tx, records.length)) {
    await Promise.all([
      tx.query(keepLaw('$1', '$2'), laws, 'decide-law'),
      copyLines(tx, records, (one, index) => ({
        contact: contactOf(one),
        hash: hashOf(one),
        law: judged.hashes[index] ?? null,
        config: config.id,
        tzdata: TZDATA,
      })),
    ])
    return
  }
  await tx.query(
    `with kept as (${keepLaw('$15', '$16')})
     insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step,
       strategy_hash, config_id, tzdata, reasons, law_hash)
     select u.person, u.account, u.case_id, u.contact, ${instantOf('u.at')}, u.kind, u.was, u.state, u.step,
       u.hash, $12, $13, u.reasons, u.law
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::float8[], $6::text[],
         $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[], $14::text[])
       with ordinality as u (person, account, case_id, contact, at, kind, was, state, step, hash, reasons, law, n)
     order by u.n`,
    [
      of((one) => one.person),
      of((one) => one.account),
      of((one) => one.case),
      of(contactOf),
      of((one) => one.at),
      of((one) => one.kind),
      of((one) => one.from),
      of((one) => one.to),
      of((one) => one.step),
      of(hashOf),
      of((one) => JSON.stringify(one.reasons)),
      config.id,
      TZDATA,
      judged.hashes,
      ...laws,
    ],
    'decide-decisions',
  )
}

interface Told {
  contact: ContactId | null
  hash: string
  law: string | null
  config: number
  tzdata: string
}

const copyLines = copying(
  'decision',
  columns<Omit<DecisionRecord, 'contactKey'>>({
    person: 'person_id int8',
    account: 'account_id int8',
    case: 'case_id int8',
    at: 'at timestamptz',
    kind: 'kind text',
    from: 'from_state text',
    to: 'to_state text',
    step: 'step text?',
    reasons: { column: 'reasons', type: 'jsonb', nullable: false, read: reasonsIn },
  }),
  columns<Told>({
    contact: 'contact_id int8?',
    hash: 'strategy_hash text',
    law: 'law_hash text?',
    config: 'config_id int8',
    tzdata: 'tzdata text',
  }),
)
