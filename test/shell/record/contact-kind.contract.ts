import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kindOf } from '../../../src/core/model/contact-kind.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

const CARD = { actor: 'first_party', product: 'credit_card', phone: '+12025550100' }
const call = (more: Record<string, unknown> = {}) =>
  fact('contact.recorded', '2026-02-20T10:00:00Z', {
    account: 'A1',
    channel: 'call',
    disposition: 'no_answer',
    ...more,
  })

/** Who spoke, to what line, for whom, about what and to what end. */
export function contactKindContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`the kind of a recorded contact on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1', CARD), billed('A1', 'I1', '2026-02-01'))
    })
    afterEach(() => stage.close())

    const kinds = async () => (await stage.dossier('D1')).contacts.map(kindOf)

    test('the kind is what was said of the contact', async () => {
      const said = {
        automation: 'bot',
        line: 'work',
        actor: 'third_party',
        product: 'invoice',
        action: 'negotiate',
      }
      await stage.record(call(said))
      expect(await kinds()).toEqual([said])
    })

    test('the kind is that of its account and number, where nothing was said', async () => {
      await stage.record(call({ point: '+12025550100' }), call({ key: 'k', collector: 'acme' }))
      const { actor, product } = CARD
      expect(await kinds()).toEqual([
        { automation: null, line: 'mobile', actor, product, action: null },
        { automation: null, line: null, actor, product, action: null },
      ])
    })

    test('the kind is not known of another collector’s, nor of one about no account', async () => {
      await stage.record(
        call({ collector: 'agency' }),
        call({ account: undefined, debtor: 'D1', channel: 'visit', disposition: 'no_one_home' }),
      )
      const nothing = { automation: null, line: null, actor: null, product: null, action: null }
      expect(await kinds()).toEqual([{ ...nothing, product: 'credit_card' }, nothing])
    })

    test('the kind of a message that went out after it had ended here is that of the account', async () => {
      await stage.at('2026-03-03T12:00:00Z')
      await stage.detect()
      const contact = await stage.contact('A1', { channel: 'sms', state: 'expired' })
      const told = { account: 'A1', contact, disposition: 'delivered' }
      await stage.record(fact('contact.outcome', '2026-03-03T11:00:00Z', told))
      const { actor, product } = CARD
      expect(await kinds()).toEqual([{ automation: null, line: null, actor, product, action: 'contact' }])
    })
  })
}
