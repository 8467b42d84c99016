import type { AccountId } from '../../src/core/base/id.ts'
import { isoOf } from '../../src/core/base/time.ts'
import { canonical } from '../../src/core/fact/key.ts'
import type { Dossier } from '../../src/core/model/dossier.ts'

/** What was made of the steps of cases, in order of names: `A1 2026-03-02T12:00:00Z friendly#1 sent`. */
export function contactsIn(dossiers: readonly Dossier[]): string[] {
  return dossiers
    .flatMap((dossier) => {
      const nameOf = namesIn(dossier)
      return dossier.contacts.map(({ accounts, step, attempt, state, at, notBefore }) => {
        const when = at ?? notBefore
        return `${accounts.map(nameOf).join()} ${when === null ? '-' : isoOf(when)} ${step}#${attempt} ${state}`
      })
    })
    .sort()
}

/** Figures, cases, holds, and everything that was agreed with what was last told of it. */
export function stateIn(dossiers: readonly Dossier[]): string[] {
  return dossiers.flatMap(linesOf).sort()
}

function linesOf(dossier: Dossier): string[] {
  const nameOf = namesIn(dossier)
  const line = (what: string, account: AccountId | null, row: object): string =>
    `${what} ${canonical({ ...row, account: account === null ? dossier.person.externalId : nameOf(account) })}`
  const { accounts, cases, holds, promises, plans = [], settlements = [], settled = [] } = dossier
  return [
    ...accounts.map(({ id, received: _received, ...row }) => line('account', id, row)),
    ...cases.map(({ account, number, open, state, stage, openedOn, closedOn, closeReason }) =>
      line('case', account, { number, open, state, stage, openedOn, closedOn, closeReason }),
    ),
    ...holds.map(({ account, kind, reason, obligation, from, until, lifted }) =>
      line('hold', account, { kind, reason, obligation, from, until, lifted }),
    ),
    ...promises.map(({ account, ...row }) => line('promise', account, row)),
    ...plans.map(({ account, accounts: over, toldAs, ...row }) =>
      line('plan', account, { ...row, over: over.map(nameOf), toldAs: toldAs && { ...toldAs, shown: null } }),
    ),
    ...settlements.map(({ account, ...row }) => line('settlement', account, row)),
    ...settled
      .filter(({ reversedAt, kind }) => kind !== 'forgiven' || reversedAt === null)
      .map(({ account, externalId, kind, amount, reversedAt }) =>
        line('money', account, { externalId, kind, amount, stands: reversedAt === null }),
      ),
  ]
}

function namesIn({ accounts }: Dossier): (id: AccountId) => string {
  return (id) => accounts.find((one) => one.id === id)?.externalId ?? '?'
}
