import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const NUMBER = '+12025550100'

/** Each fact comes in a page of its own, so that it sees only what it asks for. */
export function lookedAtContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`what a fact looks at is loaded on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.detect()
    })
    afterEach(() => stage.close())

    test('an answer that reopens an account leaves its figures as they were', async () => {
      await stage.record(fact('account.closed', '2026-02-20T09:00:00Z', { account: 'A1', reason: 'closed' }))
      const { pastDue, balance, anchor } = (await stage.see()).accounts['A1'] ?? {}
      await stage.ask('A1', { kind: 'arrears_after_end' })
      const said = { account: 'A1', kind: 'arrears_after_end', answer: 'reopen' }
      const told = await stage.record(fact('task.resolved', '2026-03-01T11:00:00Z', said))
      expect(told.rejected).toEqual([])
      expect(pastDue).toBeGreaterThan(0)
      expect((await stage.see()).accounts['A1']).toMatchObject({ pastDue, balance, anchor })
    })

    test('a STOP of an account that is not known yet stays withdrawn once the account is opened', async () => {
      const on = { debtor: 'D1', point: NUMBER }
      await stage.record(fact('optout.received', '2026-01-20T09:00:00Z', on))
      await stage.record(fact('optout.withdrawn', '2026-02-20T09:00:00Z', on))
      await stage.record(fact('optout.received', '2026-02-01T09:00:00Z', { account: 'A9', point: NUMBER }))
      await stage.record(opened('A9'))
      const own = (await stage.dossier('D1')).holds.filter(({ lifted }) => lifted === null)
      expect(own).toEqual([])
    })
  })
}
