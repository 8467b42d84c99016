import { owedUnder } from '../arrears/arrears.ts'
import { countedOn } from '../arrears/dated-ahead.ts'
import { effective } from '../arrears/effective.ts'
import type { Minor } from '../base/money.ts'
import { type Day, isoOf, lastDayOf, type Zone } from '../base/time.ts'
import type { AccountFigures } from '../model/decision.ts'
import type { Dossier, DossierAccount } from '../model/dossier.ts'
import type { PayOrder } from '../model/debt-policy.ts'
import { isForgiven } from '../model/money-kind.ts'
import type { Settled } from '../model/promise.ts'
import { settlementTraits } from '../model/settlement.ts'
import type { SettlementState } from './state.ts'

/** What is forgiven of an account where its ledger says otherwise, and the figures with that. */
export interface SettledFigures extends AccountFigures {
  forgiven: { settlement: string; amount: number; on: Day }[]
}

/** Null = the ledger has what the settlements forgive. `pays` = what money pays first; absent = the oldest. */
export function settledFigures(
  { billed = [], settled = [], person: { zones } }: Pick<Dossier, 'billed' | 'settled' | 'person'>,
  { id }: Pick<DossierAccount, 'id'>,
  { states, now, pays = null }: { states: readonly SettlementState[]; now: number; pays?: PayOrder | null },
): SettledFigures | null {
  const own = settled.filter(({ account }) => account === id)
  const forgiven = states.flatMap(({ settlement: { externalId: settlement }, forgiven: one }) =>
    one && one.amount > 0 ? [{ settlement, ...one }] : [],
  )
  if (textOf(forgiven) === textOf(forgivenIn(own))) return null
  const today = lastDayOf(zones, now)
  const rows = [
    ...own.filter(({ kind }) => !isForgiven(kind)),
    ...forgiven.map((one) => forgivenRow(id, one, now)),
  ]
  const { counted } = countedOn(effective(rows), zones as Zone[], today)
  const debts = billed
    .filter(({ account }) => account === id)
    .map((one) => ({ ...one, cancelled: one.cancelled ?? false }))
  const { pastDue, balance, anchor, credit, apart } = owedUnder(pays, debts, counted, { today, zones })
  return { forgiven, pastDue, balance, anchor, credit, apart }
}

/** What the ledger has as forgiven of an account by the end of that day. */
export function forgivenUntil(
  { settled = [] }: Pick<Dossier, 'settled'>,
  id: DossierAccount['id'],
  day: Day,
): Minor {
  const own = forgivenIn(settled.filter(({ account }) => account === id))
  return own.reduce((sum, { amount, on }) => (on <= day ? sum + amount : sum), 0)
}

/** Whether one of the settlements was paid since that day, and nothing else is owed. */
export function isPaidOff(
  states: readonly SettlementState[],
  { pastDue, apart = null }: Pick<DossierAccount, 'pastDue' | 'apart'>,
  since: Day,
): boolean {
  const isPaid = ({ status, keptOn }: SettlementState): boolean =>
    settlementTraits(status).paid === true && keptOn !== null && keptOn >= since
  return states.some(isPaid) && pastDue === 0 && (apart?.disputed ?? 0) === 0
}

type Forgiven = SettledFigures['forgiven'][number]

function forgivenIn(rows: readonly Settled[]): Forgiven[] {
  return rows.flatMap(({ kind, externalId, amount, happenedAt, reversedAt }) =>
    isForgiven(kind) && amount > 0 && reversedAt === null
      ? [{ settlement: externalId, amount, on: isoOf(happenedAt).slice(0, 10) }]
      : [],
  )
}

function textOf(rows: readonly Forgiven[]): string {
  const texts = rows.map(({ settlement, amount, on }) => JSON.stringify([settlement, amount, on]))
  return texts.sort().join()
}

/** The row that the ledger has of it: a day without a time. */
export function forgivenRow(
  account: DossierAccount['id'],
  { settlement: externalId, amount, on }: Forgiven,
  now: number,
): Settled {
  const happenedAt = Date.parse(`${on}T00:00:00Z`)
  const row = {
    account,
    externalId,
    kind: 'forgiven',
    of: null,
    obligation: null,
    amount,
    happenedAt,
  } as const
  return { ...row, recordedAt: Math.max(now, happenedAt), reversedAt: null }
}
