import { arrearsOn } from '../arrears/arrears.ts'
import type { Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, type Zone } from '../base/time.ts'
import type { DossierAccount } from '../model/dossier.ts'
import type { Billed, Shown } from '../model/promise.ts'
import { dayReceived } from '../model/receipt.ts'
import type { Money } from './filling.ts'

/** What is known of an account's money. */
export interface AccountMoney {
  account: Pick<DossierAccount, 'id' | 'received' | 'currency'>
  /** Every account's; absent = none is known. */
  billed?: readonly Billed[] | undefined
  shown?: readonly Shown[] | undefined
}

/** The money of an account until that day: what its ledger says came, or the falls that its snapshots show. */
export function moneyUntil(
  { account, shown = [] }: AccountMoney,
  zones: readonly Zone[],
  today: Day,
): Money[] {
  const received = account.received.map(({ at, recordedAt, amount }): Money => {
    const day = dayReceived({ at }, zones)
    return { from: day, to: day, recordedAt, amount }
  })
  return [...received, ...fallsIn(seriesOf(account, shown), zones)].filter(({ from }) => from <= today)
}

/** Past due fell between two snapshots: a file shows what came on the day before it, or on its own. A rise hides no fall. */
function fallsIn(series: readonly Shown[], zones: readonly Zone[]): Money[] {
  return series.flatMap(({ at, pastDue }, index): Money[] => {
    const before = series[index - 1]
    if (!before || before.pastDue <= pastDue) return []
    const to = dayReceived({ at }, zones)
    return [{ from: addDays(to, -1), to, recordedAt: at, amount: before.pastDue - pastDue }]
  })
}

function seriesOf({ id }: Pick<DossierAccount, 'id'>, shown: readonly Shown[]): Shown[] {
  return shown.filter(({ account }) => account === id).sort((a, b) => a.at - b.at || a.pastDue - b.pastDue)
}

interface Made {
  madeAt: Instant
  madeOn: Day
}

/** What was past due when a promise was made, worked out from what is known now: any order of telling gives the same. */
export function owedWhen(
  { account, billed = [], shown = [] }: AccountMoney,
  zones: readonly Zone[],
  made: Made,
): Minor {
  const { madeAt, madeOn } = made
  const last = seriesOf(account, shown).findLast(({ at }) => at <= madeAt)
  if (last) return last.pastDue
  const owed = billed.filter((one) => one.account === account.id)
  if (owed.length === 0) return 0
  const paid = account.received.filter((money) => {
    const day = dayReceived(money, zones)
    return day < madeOn || (day === madeOn && money.recordedAt <= madeAt)
  })
  return arrearsOn(
    owed.map(({ dueOn, amount }, index) => ({ externalId: String(index), dueOn, amount, cancelled: false })),
    paid.map(({ amount }) => ({ obligation: null, amount, reversedAt: null })),
    madeOn,
  ).pastDue
}
