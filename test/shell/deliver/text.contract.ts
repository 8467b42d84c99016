import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import { sendReason } from '../../../src/core/deliver/send-reason.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { claimTask } from '../../../src/flow/task.ts'
import { repliesOf, suspect, wordingOf } from '../../support/wording.ts'
import { accepted, sendAll, toldProvider } from './deliver.contract.ts'
import { depotOf, NOW, oncePerNumber, refOf, type Stage } from './stage.ts'

/** A law that forbids texts to pose as an authority, and allows whatever is allowed otherwise. */
const noAuthority: PermitContact = (question) => {
  if (!question.tokens?.includes('fake_authority')) return oncePerNumber(question)
  const reasons = [{ ...sendReason('forbidden_words'), rule: 'TEST-AUTHORITY' }]
  return { answer: 'deny', reasons, review: false, duties: [], warnings: [] }
}

/** The creditor of all accounts is called acme, which the words of the templates do not say. */
const watching = (more: Record<string, unknown> = {}) => ({
  wording: [wordingOf({ suspects: [suspect('fake_authority', ['acme'], more)] })],
})

export function textContract(name: string, open: () => Promise<Stage>): void {
  describe(`texts as they are filled in, on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const provider = toldProvider(() => accepted)
    beforeEach(() => void (provider.sent.length = 0))

    async function send(options: Omit<Parameters<typeof depotOf>[1], 'provider'>) {
      await stage.contacts([
        { id: 1, account: 11 },
        { id: 2, account: 31 },
      ])
      const depot = depotOf(stage, { provider, ...options })
      const answers = await sendAll(depot, [
        [1, 11],
        [2, 31],
      ])
      return { answers, states: [(await stage.contact(1)).state, (await stage.contact(2)).state] }
    }

    test('a value that brings what the law forbids is refused by its rule, and a human is told', async () => {
      const words = watching()
      expect(await send({ permit: noAuthority, words })).toEqual({
        answers: ['ended', 'ended'],
        states: ['denied', 'denied'],
      })
      expect(await stage.contact(1)).toMatchObject({ rules: ['TEST-AUTHORITY'], at: null, tries: 0 })
      expect(await stage.nextReview(11)).toBe(NOW)
      expect(provider.sent).toEqual([])
      expect(await stage.humanTasks()).toEqual(['wording', 'wording'])
      expect(await stage.decisions()).toContainEqual({
        kind: 'refused',
        to: 'denied',
        rules: ['TEST-AUTHORITY'],
      })
    })

    test('what no law here forbids goes out', async () => {
      expect(await send({ words: watching() })).toMatchObject({ states: ['sent', 'sent'] })
      expect(await stage.humanTasks()).toEqual([])
    })

    test('what is lawful nowhere does not, whatever the law says', async () => {
      const words = watching({ lawful: 'never' })
      expect(await send({ words })).toMatchObject({ states: ['denied', 'denied'] })
      expect((await stage.contact(2)).rules).toEqual(['forbidden_words'])
    })

    test('nothing goes out without lists for its language, or with a word for opting out that nobody would understand', async () => {
      expect(await send({ words: { wording: [] } })).toMatchObject({ states: ['denied', 'denied'] })
      expect((await stage.contact(1)).rules).toEqual(['no_wording'])
      await stage.contacts([{ id: 3, account: 12 }])
      const depot = depotOf(stage, { provider, words: { replies: [repliesOf({ optOut: ['halt'] })] } })
      await sendAll(depot, [[3, 12]])
      expect(await stage.contact(3)).toMatchObject({ state: 'denied', rules: ['unknown_optout'] })
      expect(provider.sent).toEqual([])
    })

    test('what an agent is to say is read in the same way before he has the task', async () => {
      await stage.contacts([{ id: 1, account: 11, channel: 'call' }])
      await offerBatch(stage.task, 'call', [refOf(1, 11)])
      const depot = depotOf(stage, { provider, permit: noAuthority, words: watching() })
      expect(await claimTask(depot.task, { kind: 'call', agent: 'ann' })).toEqual({ ok: true, task: null })
      expect(await stage.contact(1)).toMatchObject({ state: 'denied', rules: ['TEST-AUTHORITY'] })
    })
  })
}
