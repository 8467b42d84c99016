import type { Database } from '../../../src/shell/pg/base/database.ts'
import { COLLECTOR, type Slot } from './people.ts'
import { TEMPLATE } from './world.ts'

/** The row with which a slot is tried: the same until it is used up, then the next attempt's. */
export interface Line {
  slot: Slot
  household: number | null
  contact: number | null
  attempt: number
}

const EIGHT_HOURS = 8 * 3_600_000

/** Every line is put into the outbox as `queued`, for now. */
export async function queueLines(db: Database, lines: readonly Line[], now: number): Promise<void> {
  const fresh = lines.filter(({ contact }) => contact === null)
  const again = lines.filter(({ contact }) => contact !== null)
  if (again.length > 0) {
    await db.query(
      `update contact c set state = 'queued', not_before = to_timestamp($3::float8 / 1000),
         expires_at = to_timestamp($4::float8 / 1000), epoch = k.epoch, reasons = '[]'
       from unnest($1::bigint[], $2::bigint[]) as u (person, id), collection_case k
       where c.person_id = u.person and c.id = u.id and k.person_id = c.person_id and k.id = c.case_id`,
      [
        again.map(({ slot }) => slot.account.person),
        again.map(({ contact }) => contact),
        now,
        now + EIGHT_HOURS,
      ],
      'dialer-again',
    )
  }
  if (fresh.length === 0) return
  const rows = await db.query<{ id: number; step: string }>(INSERT, columnsOf(fresh, now), 'dialer-fresh')
  const ids = new Map(rows.map(({ id, step }) => [step, id]))
  for (const line of fresh) line.contact = ids.get(String(line.slot.id)) ?? null
}

const INSERT = `
  insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, household_id, channel,
    role, place, creditor, collector, stage, step, episode, attempt, due_on, template, duration_minutes, epoch,
    state, not_before, expires_at, created_at, changed_at)
  select u.person, u.account, u.account, array[u.account], u.point, u.number, u.household, u.channel, u.role,
    u.place, u.creditor, $13, 'dialled', u.step, '2026-01-01', u.attempt, '2026-01-02', u.template, u.minutes,
    k.epoch, 'queued', to_timestamp($14::float8 / 1000), to_timestamp($15::float8 / 1000),
    to_timestamp($14::float8 / 1000), to_timestamp($14::float8 / 1000)
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $16::text[])
    as u (person, account, point, number, household, channel, role, place, creditor, step, attempt, minutes, template)
  join collection_case k on k.person_id = u.person and k.id = u.account
  returning id, step`

function columnsOf(lines: readonly Line[], now: number): unknown[] {
  const of = <T>(pick: (slot: Slot, line: Line) => T) => lines.map((line) => pick(line.slot, line))
  return [
    of(({ account }) => account.person),
    of(({ account }) => account.id),
    of(({ point }) => point.id),
    of(({ point }) => point.number),
    of((_, { household }) => household),
    of(({ channel }) => channel),
    of(({ point }) => point.role),
    of(({ point }) => point.place),
    of(({ account }) => account.creditor),
    of(({ id }) => String(id)),
    of((_, { attempt }) => attempt),
    of(({ minutes }) => minutes),
    COLLECTOR,
    now,
    now + EIGHT_HOURS,
    of(({ channel }) => (channel === 'sms' ? TEMPLATE : null)),
  ]
}

export interface Answer {
  id: number
  state: string
  rules: string[]
}

/** What became of those that did not get through, and why. */
export async function answersTo(db: Database, lines: readonly Line[]): Promise<Map<number, Answer>> {
  const rows = await db.query<Answer>(
    `select c.id, c.state, array(select r ->> 'rule' from jsonb_array_elements(c.reasons) r) as rules
     from unnest($1::bigint[], $2::bigint[]) as u (person, id)
     join contact c on c.person_id = u.person and c.id = u.id`,
    [lines.map(({ slot }) => slot.account.person), lines.map(({ contact }) => contact)],
    'dialer-answers',
  )
  return new Map(rows.map((row) => [row.id, row]))
}
