import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ContactId } from '../../../src/core/base/id.ts'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import { sendReason } from '../../../src/core/deliver/send-reason.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { releaseTask } from '../../../src/flow/task-list.ts'
import { disposeTask } from '../../../src/flow/task-outcome.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { type Depot, depotOf, NOW, oncePerNumber, refOf, type Stage } from './stage.ts'

const contact = ContactId.parse(1)
const byAmy = { contact, agent: 'amy' }

/** The tests say what comes of a task that is late, comes twice, or is one of many. */
export function taskAgainContract(name: string, open: () => Promise<Stage>): void {
  describe(`tasks taken late or again, on ${name}`, () => {
    let stage: Stage
    let depot: Depot
    beforeEach(async () => {
      stage = await open()
      depot = depotOf(stage, { provider: toldProvider(() => accepted) })
      await stage.contacts([
        { id: 1, account: 11, channel: 'call' },
        { id: 2, account: 31, channel: 'call' },
      ])
      await offerBatch(stage.task, 'call', [refOf(1, 11), refOf(2, 31)])
    })
    afterEach(() => stage.close())

    test('an agent who dialled in time keeps the call, however late the sweep came', async () => {
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await startTask(depot.task, byAmy)
      // What a sweep read before the start was committed.
      await stage.task.transaction(async (tx) => {
        const task = await tx.loadTask(refOf(1, 11))
        if (task) await tx.saveReleased({ ...task, state: 'claimed' })
      })
      expect(await stage.contact(1)).toMatchObject({ state: 'sending', at: NOW, ring: 0 })
      expect(await disposeTask(depot.task, { ...byAmy, disposition: 'no_answer' })).toMatchObject({
        ok: true,
      })
    })

    test('a task that is claimed again after the payment does not show the number once more', async () => {
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      await stage.raiseEpoch(11)
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })).toMatchObject({
        ok: false,
        code: 'superseded',
      })
      expect(await stage.contact(1)).toMatchObject({ state: 'cancelled', at: null })
    })

    test('many tasks that this agent may not have do not hide the one that it may', async () => {
      const onlyLast: PermitContact = (question) =>
        question.moment === 'claim' && question.contact.id !== 31
          ? { answer: 'deny', reasons: [sendReason('no_template')], review: false, duties: [], warnings: [] }
          : oncePerNumber(question)
      const strict = depotOf(stage, { provider: depot.deliver.provider, permit: onlyLast })
      const ids = Array.from({ length: 29 }, (_, index) => index + 3)
      await stage.contacts(ids.map((id) => ({ id, account: 11, channel: 'call' as const })))
      await offerBatch(
        stage.task,
        'call',
        ids.map((id) => refOf(id, 11)),
      )
      expect(await claimTask(strict.task, { kind: 'call', agent: 'amy' })).toMatchObject({
        task: { contact: 31 },
      })
    })

    test('what an agent says of a call that others have by now counts beside theirs, and is not theirs', async () => {
      const told = { ...byAmy, disposition: 'rpc_refused' as const }
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      expect(await disposeTask(depot.task, told)).toMatchObject({ code: 'not_started' })
      await stage.setNow(NOW + HOUR)
      await releaseTask(depot.task, byAmy)
      await offerBatch(stage.task, 'call', [refOf(1, 11)])
      const heard = { ok: true, at: '2026-03-02T10:02:00Z' }
      expect(await disposeTask(depot.task, told)).toEqual(heard)
      expect(await disposeTask(depot.task, { ...told, agent: 'cyd' })).toMatchObject({ code: 'not_claimed' })
      await claimTask(depot.task, { kind: 'call', agent: 'bob', contact })
      await startTask(depot.task, { contact, agent: 'bob' })
      expect(await disposeTask(depot.task, told)).toEqual(heard)
      expect(
        await disposeTask(depot.task, { contact, agent: 'bob', disposition: 'no_answer' }),
      ).toMatchObject({
        at: '2026-03-02T11:00:00Z',
      })
      expect(depot.recorded).toMatchObject([
        {
          fact: {
            type: 'contact.recorded',
            at: heard.at,
            channel: 'call',
            account: 'A11',
            key: 'outcome-1-amy',
          },
        },
        { fact: { type: 'contact.recorded', key: 'outcome-1-amy' } },
        { fact: { type: 'contact.outcome', agent: 'bob', key: 'outcome-1' } },
      ])
    })

    test('a call that was started, given up and offered again is heard as of its start', async () => {
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      await startTask(depot.task, byAmy)
      await stage.setNow(NOW + HOUR)
      await stage.requeue(1)
      await offerBatch(stage.task, 'call', [refOf(1, 11)])
      expect(await disposeTask(depot.task, { ...byAmy, disposition: 'rpc_paid' })).toEqual({
        ok: true,
        at: '2026-03-02T10:00:00Z',
      })
      expect(depot.recorded).toMatchObject([{ fact: { type: 'contact.recorded', disposition: 'rpc_paid' } }])
    })

    test('a call that the law forbade at its start, and that was made all the same, counts', async () => {
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      await stage.raiseEpoch(11)
      expect(await startTask(depot.task, byAmy)).toMatchObject({ code: 'superseded' })
      expect(await disposeTask(depot.task, { ...byAmy, disposition: 'rpc_refused' })).toMatchObject({
        ok: true,
      })
      expect(depot.recorded).toMatchObject([
        { fact: { type: 'contact.recorded', disposition: 'rpc_refused' } },
      ])
    })

    test('those that a human is asked about do not hide the next one', async () => {
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      await startTask(depot.task, byAmy)
      await stage.setNow(NOW + MINUTE)
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await startTask(depot.task, { contact: ContactId.parse(2), agent: 'amy' })
      await stage.setNow(NOW + 13 * HOUR)
      for (const id of [1, 2]) {
        await stage.sweep.transaction((tx) => tx.step('abandon', { machineNow: NOW, limit: 1 }))
        expect(await stage.contact(id)).toMatchObject({ state: 'unknown' })
      }
    })
  })
}
