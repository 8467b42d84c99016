import type { CaseId, ContactId } from '../../../core/base/id.ts'
import type { NewContact } from '../../../core/model/decision.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'

/** Writes planned contacts into the outbox; one that is there already stays as it is. Ids by contact key. */
export async function insertPlanned(
  tx: SqlTransaction,
  planned: readonly NewContact[],
): Promise<Map<string, ContactId>> {
  if (planned.length === 0) return new Map()
  const rows = await tx.query<Inserted>(INSERT, columnsOf(planned, tx.now), 'decide-contacts')
  return new Map(
    rows.map(({ id, file, episode, step, attempt }) => [`${file}/${episode}/${step}/${attempt}`, id]),
  )
}

interface Inserted {
  id: ContactId
  file: CaseId
  episode: string
  step: string
  attempt: number
}

const INSERT = `
  insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, household_id, channel,
    role, place, purpose, creditor, collector, stage, step, episode, attempt, mandatory, due_on, dpd, template,
    duration_minutes, epoch, state, not_before, expires_at, reasons, created_at, changed_at, automation, line, actor,
    product, action)
  select u.person, u.case_id, a.id, array[a.id], cp.id, cp.number_id, p.household_id, u.channel,
    cp.role, cp.place, u.purpose, a.creditor, a.collector, u.stage, u.step, u.episode, u.attempt, u.mandatory,
    u.due_on, u.dpd, u.template, u.minutes, u.epoch, 'planned', ${instantOf('u.not_before')},
    ${instantOf('u.expires_at')}, u.reasons, ${instantOf('$20')}, ${instantOf('$20')}, u.automation, cp.line, a.actor,
    a.product, 'contact'
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::date[], $10::int[], $11::boolean[], $12::date[], $13::int[], $14::text[], $15::int[],
      $16::int[], $17::float8[], $18::float8[], $19::jsonb[], $21::text[])
    with ordinality as u (person, case_id, account, point, channel, purpose, stage, step, episode, attempt,
      mandatory, due_on, dpd, template, minutes, epoch, not_before, expires_at, reasons, automation, n)
  join account a on a.person_id = u.person and a.id = u.account
  join contact_point cp on cp.person_id = u.person and cp.id = u.point
  join person p on p.id = u.person
  order by u.n
  on conflict do nothing
  returning id, case_id as file, episode, step, attempt`

function columnsOf(planned: readonly NewContact[], now: number): unknown[] {
  const of = <T>(pick: (contact: NewContact) => T) => planned.map(pick)
  return [
    of((one) => one.person),
    of((one) => one.case),
    of((one) => one.account),
    of((one) => one.point),
    of((one) => one.channel),
    of((one) => one.purpose),
    of((one) => one.stage),
    of((one) => one.step),
    of((one) => one.episode),
    of((one) => one.attempt),
    of((one) => one.mandatory),
    of((one) => one.dueOn),
    of((one) => one.dpd),
    of((one) => one.template),
    of((one) => one.durationMinutes),
    of((one) => one.epoch),
    of((one) => one.notBefore),
    of((one) => one.expiresAt),
    of((one) => JSON.stringify(one.reasons)),
    now,
    of((one) => one.automation),
  ]
}
