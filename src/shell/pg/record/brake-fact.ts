import type { BrakeScope, BrakeSpan } from '../../../core/base/brake.ts'
import { type Instant, isoOf } from '../../../core/base/time.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import type { BrakeFactType } from '../../../core/fact/fact.ts'
import type { LedgerBrake } from '../../../core/model/ledger.ts'
import type { NewFact } from '../base/chain.ts'
import { chainFacts } from '../base/chain-heads.ts'
import { instantOf } from '../base/instant.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

const SCOPE = 'channel, strategy, creditor'
const UNTOLD = `(not stop_told or (resumed_at is not null and not resume_told))`

/** Whoever stops or resumes meanwhile waits; redeeming does not. */
export async function lockBrakes(tx: SqlTransaction): Promise<void> {
  await tx.query('lock table brake in share row exclusive mode', [], 'brake-lock')
}

const LOAD = statement<LedgerBrake>({
  name: 'brake-load',
  text: `select id, ${SCOPE}, stopped_at as "from", null::timestamptz as "to", stopped_by as by, null as "releasedBy"
     from brake where resumed_at is null order by id`,
  row: {
    id: 'int8?',
    channel: 'text?',
    strategy: 'text?',
    creditor: 'text?',
    from: 'timestamptz',
    to: 'timestamptz?',
    by: 'text',
    releasedBy: 'text?',
  },
})

/** Those that are on. */
export async function loadBrakes(tx: SqlTransaction): Promise<LedgerBrake[]> {
  await lockBrakes(tx)
  return ask(tx, LOAD)
}

const SPANS = statement<BrakeSpan>({
  name: 'brake-spans',
  text: `select ${SCOPE}, stopped_at as "from", resumed_at as "to" from brake order by id`,
  row: { channel: 'text?', strategy: 'text?', creditor: 'text?', from: 'timestamptz', to: 'timestamptz?' },
})

export function brakeSpans(tx: SqlTransaction): Promise<BrakeSpan[]> {
  return ask(tx, SPANS)
}

/** Their facts are stored with the page. */
export async function saveBrakes(tx: SqlTransaction, brakes: LedgerChanges['brakes']): Promise<void> {
  for (const brake of brakes) await (brake.id === null ? insert(tx, brake) : release(tx, brake))
}

async function insert(tx: SqlTransaction, brake: LedgerBrake): Promise<void> {
  const { channel, strategy, creditor, from, to, by, releasedBy } = brake
  await tx.query(
    `insert into brake (${SCOPE}, why, stopped_at, stopped_by, resumed_at, resumed_by, stop_told, resume_told)
     values ($1, $2, $3, 'told as a fact', ${instantOf('$4')}, $5, ${instantOf('$6')}, $7, true, true)`,
    [channel, strategy, creditor, from, by, to, releasedBy],
  )
}

async function release(tx: SqlTransaction, { id, to, releasedBy }: LedgerBrake): Promise<void> {
  await tx.query(
    `update brake set resumed_at = ${instantOf('$2')}, resumed_by = $3, resume_told = true where id = $1`,
    [id, to, releasedBy],
  )
}

interface Untold extends BrakeScope {
  id: number
  stoppedAt: Instant
  stoppedBy: string
  resumedAt: Instant | null
  resumedBy: string | null
  stopTold: boolean
}

const ANY = plainStatement({
  name: 'brake-any',
  text: `select exists (select from brake where ${UNTOLD}) as any`,
  row: { any: 'bool' },
})

const TO_TELL = statement<Untold>({
  name: 'brake-untold',
  text: `select id, ${SCOPE}, stopped_at as "stoppedAt", stopped_by as "stoppedBy", resumed_at as "resumedAt",
       resumed_by as "resumedBy", stop_told as "stopTold"
     from brake where ${UNTOLD} order by id`,
  row: {
    id: 'int8',
    channel: 'text?',
    strategy: 'text?',
    creditor: 'text?',
    stoppedAt: 'timestamptz',
    stoppedBy: 'text',
    resumedAt: 'timestamptz?',
    resumedBy: 'text?',
    stopTold: 'bool',
  },
})

/** The facts of what was stopped and resumed by command are stored; the answer is how many they are. Whoever stops meanwhile waits for this a second at most. */
export async function tellBrakes(tx: SqlTransaction): Promise<number> {
  const [any] = await ask(tx, ANY)
  if (!any?.any) return 0
  await tx.query(`set local lock_timeout = '1s'`)
  await lockBrakes(tx)
  const untold = await ask(tx, TO_TELL)
  const facts = untold.flatMap(factsOf)
  await chainFacts(tx, facts)
  await tx.query(
    `update brake set stop_told = true, resume_told = resumed_at is not null where id = any($1::bigint[])`,
    [untold.map(({ id }) => id)],
  )
  return facts.length
}

const BUSY = '55P03'

/** A command does not wait for whoever holds the chain of these facts: the next sweep stores them then. */
export async function tellBrakesSoon(db: Database): Promise<void> {
  await db.transaction(tellBrakes).catch((error: { code?: string }) => {
    if (error.code !== BUSY) throw error
  })
}

function factsOf(brake: Untold): NewFact[] {
  const { resumedAt, stopTold, stoppedAt, stoppedBy, resumedBy } = brake
  return [
    ...(stopTold ? [] : [factOf(brake, { kind: 'brake.set', at: stoppedAt, by: stoppedBy })]),
    ...(resumedAt === null ? [] : [factOf(brake, { kind: 'brake.released', at: resumedAt, by: resumedBy })]),
  ]
}

interface Told {
  kind: BrakeFactType
  at: Instant
  by: string | null
}

function factOf({ id, channel, strategy, creditor }: Untold, { kind, at, by }: Told): NewFact {
  const scope = { ...(channel && { channel }), ...(strategy && { strategy }), ...(creditor && { creditor }) }
  return {
    person: null,
    account: null,
    kind,
    happenedAt: at,
    source: 'engine',
    key: `${kind}/${id}`,
    body: { type: kind, at: isoOf(at), ...scope, ...(by && { by }) },
    digest: null,
  }
}
