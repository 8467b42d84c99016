import type { Brake } from '../../core/deliver/brake.ts'
import type { Database, SqlTransaction } from './database.ts'

export interface BrakeRow extends Brake {
  id: number
  why: string
  stoppedBy: string
  stoppedAt: number
}

/** Felt by the next redeem: it reads the brakes in every batch. Stopping what is already stopped answers the brake that is on. */
export async function stopBrake(
  db: Database,
  { brake, why, by }: { brake: Brake; why: string; by: string },
): Promise<BrakeRow> {
  return db.transaction(async (tx) => {
    await tx.query('lock table brake in share row exclusive mode')
    const [same] = (await brakesOn(tx)).filter((one) => isSame(one, brake))
    if (same) return same
    const [row] = await tx.query<BrakeRow>(
      `insert into brake (channel, strategy, creditor, why, stopped_by, stopped_at)
       values ($1, $2, $3, $4, $5, clock_timestamp())
       returning id, channel, strategy, creditor, why, stopped_by as "stoppedBy", stopped_at as "stoppedAt"`,
      [brake.channel, brake.strategy, brake.creditor, why, by],
    )
    if (!row) throw new Error('the brake was not stored')
    await audit(tx, { by, what: 'stop', detail: { ...brake, why, brake: row.id } })
    return row
  })
}

/** Takes off the brakes that are exactly these; with `all`, every one. Answers those taken off; what they held back comes due within minutes. */
export async function resumeBrake(
  db: Database,
  { brake, all, by }: { brake: Brake; all: boolean; by: string },
): Promise<BrakeRow[]> {
  return db.transaction(async (tx) => {
    const off = (await brakesOn(tx)).filter((one) => all || isSame(one, brake))
    if (off.length === 0) return []
    await tx.query(
      `update brake set resumed_by = $2, resumed_at = clock_timestamp()
       where id = any($1::bigint[]) and resumed_at is null`,
      [off.map((one) => one.id), by],
    )
    await audit(tx, { by, what: 'resume', detail: { ...brake, all, brakes: off.map((one) => one.id) } })
    return off
  })
}

export async function brakesOn(sql: Pick<Database, 'query'>): Promise<BrakeRow[]> {
  return sql.query<BrakeRow>(
    `select id, channel, strategy, creditor, why, stopped_by as "stoppedBy", stopped_at as "stoppedAt"
     from brake where resumed_at is null order by id`,
  )
}

function isSame(one: Brake, other: Brake): boolean {
  return one.channel === other.channel && one.strategy === other.strategy && one.creditor === other.creditor
}

async function audit(
  tx: SqlTransaction,
  { by, what, detail }: { by: string; what: string; detail: Record<string, unknown> },
): Promise<void> {
  await tx.query('insert into audit (at, who, what, detail) values (clock_timestamp(), $1, $2, $3)', [
    by,
    what,
    JSON.stringify(detail),
  ])
}
