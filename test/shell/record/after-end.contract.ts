import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** A provider that sent what had ended here. */
export function afterEndContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`receipts after the end on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'first', '2026-02-01'))
      await stage.detect()
    })
    afterEach(() => stage.close())
    const at = '2026-03-01T11:00:00Z'

    test('a receipt for what had ended here counts as a contact made, once, and a human is told', async () => {
      const contact = await stage.contact('A1', { channel: 'sms', state: 'expired' })
      const told = (disposition: string) =>
        fact('contact.outcome', at, { account: 'A1', contact, disposition, key: disposition })
      expect(await stage.record(told('undelivered'))).toMatchObject({ taken: 1 })
      expect((await stage.see()).tasks).toEqual([])
      expect(await stage.record(told('delivered'), told('sent'))).toMatchObject({ taken: 2, rejected: [] })
      const { contacts, tasks } = await stage.see()
      expect(contacts).toMatchObject([
        { id: contact, state: 'expired' },
        { state: 'sent', outcome: 'delivered', direction: 'out' },
      ])
      expect(tasks).toHaveLength(1)
    })
  })
}
