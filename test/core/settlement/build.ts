import type { AccountId } from '../../../src/core/base/id.ts'
import type { Billed, Settled } from '../../../src/core/model/promise.ts'
import type { DossierSettlement } from '../../../src/core/model/settlement.ts'
import { at } from '../decide/build.ts'

export function settlementOf(given: Partial<DossierSettlement> = {}): DossierSettlement {
  return {
    account: 1 as AccountId,
    externalId: 'S1',
    offeredAt: at('2026-03-05 09:00'),
    amount: 5_000,
    discount: null,
    until: '2026-03-20',
    payBy: null,
    rates: null,
    by: 'anna',
    toldBy: null,
    grants: [],
    acceptedAt: null,
    declinedAt: null,
    withdrawnAt: null,
    told: null,
    toldPaid: null,
    ...given,
  }
}

export function billOf(given: Partial<Billed> = {}): Billed {
  return { account: 1 as AccountId, externalId: 'first', dueOn: '2026-03-01', amount: 10_000, ...given }
}

export function rowOf(externalId: string, when: string, given: Partial<Settled> = {}): Settled {
  return {
    account: 1 as AccountId,
    externalId,
    kind: 'money',
    of: null,
    obligation: null,
    amount: 5_000,
    happenedAt: at(when),
    recordedAt: at(when),
    reversedAt: null,
    ...given,
  }
}
