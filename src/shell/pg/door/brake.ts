import { type BrakeScope, isSameScope } from '../../../core/base/brake.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Brake } from '../../../core/deliver/brake.ts'
import { lockBrakes, tellBrakesSoon } from '../record/brake-fact.ts'
import { instantOf } from '../base/instant.ts'
import { noteAudit } from '../base/audit.ts'
import { columns, selected, shapeOf } from '../base/columns.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, askOne, statement } from '../base/statement.ts'

export interface BrakeRow extends Brake {
  id: number
  why: string
  stoppedBy: string
  stoppedAt: Instant
}

export interface Stopped extends BrakeRow {
  /** It was on before, by whoever stopped it then. */
  wasOn: boolean
}

const BRAKE = columns<BrakeRow>({
  id: 'id int8',
  channel: 'channel text?',
  strategy: 'strategy text?',
  creditor: 'creditor text?',
  why: 'why text',
  stoppedBy: 'stopped_by text',
  stoppedAt: 'stopped_at timestamptz',
})

const PUT_ON = statement<BrakeRow>({
  name: 'brake-put-on',
  once: true,
  text: `
    insert into brake as b (channel, strategy, creditor, why, stopped_by, stopped_at)
    values ($1, $2, $3, $4, $5, ${instantOf('$6')})
    returning ${selected(BRAKE, 'b')}`,
  row: shapeOf(BRAKE),
})

const ON = statement<BrakeRow>({
  name: 'brake-on',
  once: true,
  text: `select ${selected(BRAKE, 'b')} from brake b where resumed_at is null order by id`,
  row: shapeOf(BRAKE),
})

/** The next redeem feels the brakes: it reads them in every batch. All are put on or none; stopping what is already stopped answers the brake that is on. */
export async function stopBrakes(
  db: Database,
  { brakes, why, by }: { brakes: readonly BrakeScope[]; why: string; by: string },
): Promise<Stopped[]> {
  const all = await db.transaction(async (tx) => {
    await lockBrakes(tx)
    const on = await brakesOn(tx)
    const stopped: Stopped[] = []
    for (const brake of brakes) {
      const same = on.find((one) => isSameScope(one, brake))
      stopped.push(
        same ? { ...same, wasOn: true } : { ...(await insert(tx, { brake, why, by })), wasOn: false },
      )
    }
    return stopped
  })
  await tellBrakesSoon(db)
  return all
}

export async function stopBrake(
  db: Database,
  { brake, why, by }: { brake: BrakeScope; why: string; by: string },
): Promise<BrakeRow> {
  const [row] = await stopBrakes(db, { brakes: [brake], why, by })
  if (!row) throw new Error('the brake was not stored')
  return row
}

async function insert(
  tx: SqlTransaction,
  { brake, why, by }: { brake: BrakeScope; why: string; by: string },
): Promise<BrakeRow> {
  const { channel, strategy, creditor } = brake
  const row = await askOne(tx, PUT_ON, [channel, strategy, creditor, why, by, tx.now])
  await noteAudit(tx, {
    who: by,
    what: 'stop',
    detail: { channel, strategy, creditor, why, brake: row.id },
    at: 'machine',
  })
  return row
}

/** The brakes that are exactly these are taken off; with `all`, every one is. The answer is those taken off; what they held back comes due within minutes. */
export async function resumeBrake(
  db: Database,
  { brake, all, by }: { brake: BrakeScope; all: boolean; by: string },
): Promise<BrakeRow[]> {
  const off = (await brakesOn(db)).filter((one) => all || isSameScope(one, brake))
  return resumeBrakes(db, { ids: off.map(({ id }) => id), by })
}

/** The brakes of these numbers that are still on are taken off. */
export async function resumeBrakes(
  db: Database,
  { ids, by }: { ids: readonly number[]; by: string },
): Promise<BrakeRow[]> {
  const released = await db.transaction(async (tx) => {
    const off = (await brakesOn(tx)).filter(({ id }) => ids.includes(id))
    if (off.length === 0) return []
    await tx.query(
      `update brake set resumed_by = $2, resumed_at = ${instantOf('$3')}
       where id = any($1::bigint[]) and resumed_at is null`,
      [off.map(({ id }) => id), by, tx.now],
    )
    await noteAudit(tx, {
      who: by,
      what: 'resume',
      detail: { brakes: off.map(({ id }) => id) },
      at: 'machine',
    })
    return off
  })
  await tellBrakesSoon(db)
  return released
}

export async function brakesOn(sql: Pick<Database, 'query'>): Promise<BrakeRow[]> {
  return ask(sql, ON)
}
