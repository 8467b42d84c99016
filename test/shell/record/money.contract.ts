import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isoOf } from '../../../src/core/base/time.ts'
import { drawn } from '../../property/drawn.ts'
import { ledgers } from '../../support/drawn/money.ts'
import { oracle } from '../../support/money-oracle.ts'
import { billed, fact, opened, paid, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** Money that is no plain payment, other currencies, and what is disputed by itself. */
export function moneyContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`money of every kind on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const a1 = (type: string, day: string, more: Record<string, unknown>) =>
      fact(type, `2026-02-${day}T09:00:00Z`, { account: 'A1', ...more })
    const owes = async () => {
      const [account] = (await stage.dossier('D1')).accounts
      const { credit } = (await stage.see()).accounts['A1'] ?? {}
      const { pastDue, balance, anchor, apart, received } = account ?? {}
      const money = received?.map(({ at, amount }) => `${isoOf(at).slice(5, 10)} ${amount}`)
      return { pastDue, balance, anchor, credit, apart: apart ?? null, money }
    }

    test('a credit note and a write-off lower the debt, and are no money; each kind has names of its own', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        paid('A1', 'N1', '10.00'),
        a1('credit.noted', '05', { credit: 'N1', amount: '20.00' }),
        a1('debt.written_off', '06', { writeOff: 'N1', amount: '5.00' }),
      )
      expect(await owes()).toMatchObject({
        pastDue: 6500,
        credit: 0,
        money: [expect.stringMatching(/ 1000$/)],
      })
    })

    test('what was taken back of a payment lowers what was received, whichever comes first', async () => {
      const back = a1('payment.reversed', '06', { payment: 'P1', amount: '60.00', reversal: 'R1' })
      const refund = a1('refund.paid', '07', { refund: 'R1', payment: 'P1', amount: '15.00' })
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'), back, refund)
      expect(await owes()).toMatchObject({ pastDue: 10000, money: [] })
      await stage.record(a1('payment.received', '05', { payment: 'P1', amount: '100.00' }))
      expect(await owes()).toMatchObject({ pastDue: 7500, money: ['02-05 2500'] })
      expect(await stage.record(back, refund)).toMatchObject({ taken: 0, same: 2 })
    })

    test('fees and interest are owed like bills, and shown apart', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        a1('fee.charged', '05', { fee: 'F1', amount: '7.50', dueOn: '2026-02-10' }),
        a1('interest.charged', '06', { interest: 'Z1', amount: '1.25', dueOn: '2026-02-10' }),
      )
      expect(await owes()).toMatchObject({ pastDue: 10875, apart: { disputed: 0, interest: 125, fees: 750 } })
    })

    test('a later bill of another amount corrects, also without a key, and back again', async () => {
      await stage.record(
        opened('A1'),
        a1('obligation.billed', '01', { obligation: 'I', dueOn: '2026-02-10', amount: '100.00' }),
      )
      const bill = (day: string, amount: string) =>
        stage.record(a1('obligation.billed', day, { obligation: 'I', dueOn: '2026-02-10', amount }))
      expect(await bill('02', '80.00')).toMatchObject({ taken: 1, rejected: [] })
      expect(await owes()).toMatchObject({ pastDue: 8000 })
      expect(await bill('02', '80.00')).toMatchObject({ taken: 0, same: 1 })
      expect(await bill('03', '100.00')).toMatchObject({ taken: 1, rejected: [] })
      expect(await owes()).toMatchObject({ pastDue: 10000 })
      expect((await bill('03', '90.00')).rejected).toMatchObject([{ code: 'conflicting_fact' }])
    })

    test('a dispute of one bill that was upheld rests until that bill is corrected; others go on', async () => {
      const dispute = { dispute: 'X', obligation: 'second' }
      await stage.record(
        opened('A1'),
        a1('dispute.opened', '02', dispute),
        billed('A1', 'first', '2026-02-01'),
      )
      await stage.record(billed('A1', 'second', '2026-01-15'), paid('A1', 'P1', '30.00'))
      expect(await owes()).toMatchObject({
        pastDue: 7000,
        balance: 17000,
        anchor: '2026-02-01',
        apart: { disputed: 10000 },
      })
      expect((await stage.dossier('D1')).holds).toEqual([])
      await stage.record(a1('dispute.resolved', '10', { dispute: 'X', outcome: 'upheld' }))
      await stage.record(a1('obligation.corrected', '11', { obligation: 'first', amount: '90.00' }))
      expect(await owes()).toMatchObject({ pastDue: 6000, apart: { disputed: 10000 } })
      await stage.record(a1('obligation.corrected', '12', { obligation: 'second', amount: '40.00' }))
      expect(await owes()).toMatchObject({ pastDue: 10000, anchor: '2026-01-15', apart: null })
    })

    test('a dispute of a bill that nobody knows is of all of the account until it is told', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.record(a1('dispute.opened', '03', { dispute: 'X', obligation: 'frist' }))
      expect(await owes()).toMatchObject({ pastDue: 10000, apart: null })
      expect((await stage.dossier('D1')).holds).toMatchObject([{ kind: 'dispute', obligation: null }])
      await stage.record(billed('A1', 'frist', '2026-02-01'))
      expect((await stage.dossier('D1')).holds).toEqual([])
    })

    test('where nothing but what is disputed is left, the account is not cured and the hold reaches it', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.record(a1('dispute.opened', '03', { dispute: 'X', obligation: 'first' }))
      expect(await owes()).toMatchObject({ pastDue: 0, anchor: '2026-02-01', apart: { disputed: 10000 } })
      expect((await stage.dossier('D1')).holds).toMatchObject([{ kind: 'dispute', obligation: 'first' }])
      expect((await stage.see()).facts).not.toContain('account.cured')
      await stage.record(a1('dispute.resolved', '05', { dispute: 'X', outcome: 'rejected' }))
      expect(await owes()).toMatchObject({ pastDue: 10000, apart: null })
    })

    test('a hold of one bill that is lifted on the debtor alone lets it count at once', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        billed('A1', 'second', '2026-02-05'),
      )
      await stage.record(a1('hold.placed', '10', { hold: 'H', reason: 'other', obligation: 'first' }))
      expect(await owes()).toMatchObject({ pastDue: 10000, anchor: '2026-02-05' })
      await stage.record(
        fact('hold.lifted', '2026-02-12T09:00:00Z', { debtor: 'D1', hold: 'H' }),
        opened('A2', { debtor: 'D1' }),
      )
      expect(await owes()).toMatchObject({ pastDue: 20000, anchor: '2026-02-01', apart: null })
    })

    test('a hold of one bill ends by time alone', async () => {
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        billed('A1', 'second', '2026-02-05'),
      )
      await stage.record(
        a1('hold.placed', '10', { hold: 'H', reason: 'other', obligation: 'first', until: '2026-03-02' }),
      )
      expect(await owes()).toMatchObject({ pastDue: 10000, anchor: '2026-02-05' })
      await stage.at('2026-03-03T12:00:00Z')
      await stage.detect()
      expect(await owes()).toMatchObject({ pastDue: 20000, anchor: '2026-02-01', apart: null })
    })

    test('money in another currency is refused without a rate, with the way out, and counts with one', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      const euros = { payment: 'P1', amount: '50.00', currency: 'EUR' }
      expect((await stage.record(a1('payment.received', '05', euros))).rejected).toMatchObject([
        { code: 'unknown_rate', suggestion: 'rate: units of USD for one EUR, as a plain decimal' },
      ])
      await stage.record(a1('payment.received', '05', { ...euros, rate: '1.10505' }))
      expect(await owes()).toMatchObject({ pastDue: 10000 - 5525 })
    })

    test('a changeover carries the figures of a snapshot and promises over', async () => {
      await stage.record(
        opened('A1', { currency: 'HRK' }),
        snapshot('A1', '2026-02-02T09:00:00Z', '753.45', '2026-02-01'),
        a1('promise.made', '03', { promise: 'Q', amount: '75.35', by: '2026-03-09' }),
      )
      expect(
        (await stage.record(opened('A1', { currency: 'USD', at: '2026-02-04T09:00:00Z' }))).rejected,
      ).toMatchObject([
        { code: 'conflicting_fact', suggestion: expect.stringContaining('account.redenominated') },
      ])
      await stage.record(opened('A1', { currency: 'EUR', at: '2026-02-04T10:00:00Z' }))
      const { accounts, promises } = await stage.dossier('D1')
      expect(accounts).toMatchObject([{ currency: 'EUR', pastDue: 10000 }])
      expect(promises).toMatchObject([{ amount: 1000 }])
    })

    test('a part that is taken back after an account was closed as settled opens it again', async () => {
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.record(a1('payment.received', '05', { payment: 'P1', amount: '100.00' }))
      await stage.record(a1('account.closed', '06', { reason: 'settled' }))
      await stage.record(a1('payment.reversed', '09', { payment: 'P1', amount: '40.00' }))
      expect((await stage.dossier('D1')).accounts).toMatchObject([{ collection: 'active', pastDue: 4000 }])
    })

    test('random ledgers owe what a second program says', async () => {
      const [one] = fc.sample(ledgers, { ...drawn(1), numRuns: 1 })
      if (!one) throw new Error('nothing was drawn')
      const { order } = one
      if (order) await stage.publish({ creditors: { creditors: [{ creditor: 'acme', pays: order }] } })
      await stage.record(one.known)
      for (const said of [...one.facts].reverse()) await stage.record(said)
      const { received, credit, pastDue, balance, anchor, disputed, interest, fees } = oracle(one.facts, {
        base: one.base,
        today: '2026-03-01',
        order,
      })
      const apart = disputed + interest + fees > 0 ? { disputed, interest, fees } : null
      const money = received.map(([at, minor]) => `${at.slice(5, 10)} ${minor}`)
      const said = await owes()
      expect({ ...said, balance: said.balance ?? 0 }).toEqual({
        pastDue,
        balance,
        anchor,
        credit,
        apart,
        money,
      })
    })
  })
}
