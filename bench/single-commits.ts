import type pg from 'pg'

/** One decision per commit, in one statement with all three rows: what remains when a decision is not gathered into pages. */
export const SINGLE_COMMIT = `
  with moved as (
    update collection_case set state = 'working', stage = 'reminder', version = version + 1, next_review_at = $2
     where person_id = $1 and id = $1 and version = 0 returning person_id, id, account_id, strategy_hash, epoch
  ), planned as (
    insert into contact (person_id, case_id, account_id, point_id, channel, creditor, collector, stage, step, episode,
      attempt, due_on, dpd, template, epoch, state, not_before, expires_at, created_at, changed_at)
    select person_id, id, account_id, person_id, 'sms', 'demo-finance', 'demo-finance', 'reminder', 'friendly', $3::date - 1,
      1, $3, 1, 'friendly', epoch, 'planned', $4, $5, $4, $4 from moved returning id
  )
  insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step, strategy_hash, config_id, tzdata, reasons)
  select m.person_id, m.account_id, m.id, p.id, $4, 'planned', 'opened', 'working', 'friendly', m.strategy_hash, 1, '2026a', '[]'
    from moved m cross join planned p`

export interface SingleCommits {
  pool: pg.Pool
  connections: number
  /** Persons that have one case each, with the same id. */
  persons: readonly number[]
  today: string
  now: Date
}

/** Every connection takes the next person when it has committed the last one. */
export async function singleCommits({
  pool,
  connections,
  persons,
  today,
  now,
}: SingleCommits): Promise<number> {
  const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000)
  let next = 0
  let rows = 0
  const worker = async (): Promise<void> => {
    const client = await pool.connect()
    try {
      for (let person = persons[next++]; person !== undefined; person = persons[next++]) {
        const values = [person, later(24), today, now, later(6)]
        const { rowCount } = await client.query({ name: 'single', text: SINGLE_COMMIT, values })
        rows += rowCount ?? 0
      }
    } finally {
      client.release()
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return rows
}
