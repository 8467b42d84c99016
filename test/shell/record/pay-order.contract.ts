import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** What money pays first of what is due, and how much a fee may be, as files state it. */
export function payOrderContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`the order of payment on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const a1 = (type: string, day: string, more: Record<string, unknown>) =>
      fact(type, `2026-02-${day}T09:00:00Z`, { account: 'A1', ...more })
    const owes = async () => (await stage.dossier('D1')).accounts[0]
    const debt = () => [
      opened('A1'),
      billed('A1', 'first', '2026-02-01'),
      a1('interest.charged', '02', { interest: 'Z1', amount: '5.00', dueOn: '2026-02-03' }),
      a1('fee.charged', '02', { fee: 'F1', amount: '7.00', dueOn: '2026-02-04' }),
      a1('payment.received', '10', { payment: 'P1', amount: '100.00' }),
      a1('fee.charged', '11', { fee: 'F2', amount: '9.00', dueOn: '2026-02-12' }),
    ]
    const stated = (more: object) => ({ creditors: { creditors: [{ creditor: 'acme', ...more }] } })

    test('the oldest is paid first where nothing is stated', async () => {
      await stage.record(...debt())
      const apart = { disputed: 0, interest: 500, fees: 1600 }
      expect(await owes()).toMatchObject({ pastDue: 2100, balance: 2100, anchor: '2026-02-03', apart })
    })

    test('costs and interest are paid first of what is due where the creditor’s file says so, and a fee of a later day takes nothing back', async () => {
      await stage.publish(stated({ pays: ['costs', 'interest', 'principal'] }))
      await stage.record(...debt())
      const apart = { disputed: 0, interest: 0, fees: 900 }
      expect(await owes()).toMatchObject({ pastDue: 2100, balance: 2100, anchor: '2026-02-01', apart })
    })

    test('another order that is published counts from the next look on, for what came before it too', async () => {
      await stage.record(...debt())
      await stage.publish(stated({ pays: ['principal', 'interest', 'costs'] }))
      await stage.detect()
      expect(await owes()).toMatchObject({ anchor: '2026-02-03', apart: { interest: 500, fees: 1600 } })
      await stage.publish(stated({ pays: ['interest', 'costs', 'principal'] }))
      await stage.detect()
      expect(await owes()).toMatchObject({ anchor: '2026-02-01', apart: { interest: 0, fees: 900 } })
    })

    test('a fee beyond the cap of the file is refused with the way out, and so is one that is corrected beyond it', async () => {
      await stage.publish(stated({ caps: { fee: '8.00' } }))
      const refusals = (await stage.record(...debt())).rejected
      expect(refusals).toMatchObject([
        { code: 'beyond_cap', path: 'amount', message: 'one fee of acme is 8.00 USD at most' },
      ])
      const corrected = a1('obligation.corrected', '12', { obligation: 'F1', amount: '8.01' })
      expect((await stage.record(corrected)).rejected).toMatchObject([{ code: 'beyond_cap' }])
      expect(await owes()).toMatchObject({ balance: 1200 })
    })
  })
}
