import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ContactId } from '../../../src/core/base/id.ts'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import { sendReason } from '../../../src/core/deliver/send-reason.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { listTasks, releaseTask } from '../../../src/flow/task-list.ts'
import { disposeTask, reportTask } from '../../../src/flow/task-outcome.ts'
import { accepted, toldProvider } from './deliver.contract.ts'
import { type Depot, depotOf, NOW, oncePerNumber, refOf, type Stage } from './stage.ts'

const contact = ContactId.parse(1)
const byAmy = { contact, agent: 'amy' }
export function taskContract(name: string, open: () => Promise<Stage>): void {
  describe(`tasks on ${name}`, () => {
    let stage: Stage
    let depot: Depot
    beforeEach(async () => {
      stage = await open()
      depot = depotOf(stage, { provider: toldProvider(() => accepted) })
    })
    afterEach(() => stage.close())

    async function offerCalls(): Promise<void> {
      await stage.contacts([
        { id: 1, account: 11, channel: 'call' },
        { id: 2, account: 31, channel: 'call' },
      ])
      await offerBatch(stage.task, 'call', [refOf(1, 11), refOf(2, 31)])
    }

    test('an offered call reserves nothing, and offering twice is offering once', async () => {
      await offerCalls()
      await offerBatch(stage.task, 'call', [refOf(1, 11)])
      expect(await stage.contact(1)).toMatchObject({ state: 'queued', at: null })
      const open = await listTasks(depot.task, 'call', 10)
      expect(open.map((task) => task.contact)).toEqual([1, 2])
      expect(open[0]).toMatchObject({ account: 'A11', stage: 'reminder', dpd: 29, rank: 0.3 * 55.94 * 29 })
      expect(JSON.stringify(open)).not.toContain('+1202')
    })

    test('claim is redeem: the number, what to say, and two minutes to dial', async () => {
      await offerCalls()
      const answer = await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      if (!answer.ok || !answer.task) throw new Error('nothing claimed')
      expect(answer.task).toMatchObject({
        contact: 1,
        account: 'A11',
        to: '+12025550900',
        say: 'For acme: ask for 55.94 USD.',
        dialBefore: '2030-01-01T00:02:00Z',
        expiresAt: '2026-03-02T18:00:00Z',
      })
      expect(await stage.contact(1)).toMatchObject({ state: 'sending', at: NOW })
      expect((await listTasks(depot.task, 'call', 10)).map((task) => task.contact)).toEqual([2])
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })).toEqual(answer)
    })

    test('the start is the contact: permit once more, with a fresh now', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await stage.setNow(NOW + MINUTE)
      expect(await startTask(depot.task, byAmy)).toEqual({ ok: true, at: '2026-03-02T10:01:00Z' })
      expect(await startTask(depot.task, byAmy)).toEqual({ ok: true, at: '2026-03-02T10:01:00Z' })
      expect(await stage.contact(1)).toMatchObject({ state: 'sending', at: NOW + MINUTE })
    })

    test('nobody is called where the claim came before the payment, and the dial after it', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await stage.raiseEpoch(11)
      expect(await startTask(depot.task, byAmy)).toMatchObject({ ok: false, code: 'superseded' })
      expect(await stage.contact(1)).toMatchObject({ state: 'cancelled', at: null })
      expect(await startTask(depot.task, byAmy)).toMatchObject({ ok: false, code: 'superseded' })
    })

    test('the next task is given where the offer came before the payment, and the claim after it', async () => {
      await offerCalls()
      await stage.raiseEpoch(11)
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })).toMatchObject({
        ok: false,
        code: 'superseded',
      })
      const next = await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      expect(next).toMatchObject({ ok: true, task: { contact: 2 } })
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toEqual({ ok: true, task: null })
    })

    test('a brake is felt between claim and dial', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await stage.brake('call')
      expect(JSON.stringify(await startTask(depot.task, byAmy))).toMatch(/stopped by hand: call, since/)
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', at: null, rules: ['stopped'] })
    })

    test('the slot is free again where it is too late to dial', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      depot.machine.now += 3 * MINUTE
      expect(await startTask(depot.task, byAmy)).toMatchObject({ ok: false, code: 'expired' })
      expect(await stage.contact(1)).toMatchObject({ state: 'queued', at: null, ring: 1 })
      const next = await claimTask(depot.task, { kind: 'call', agent: 'bob' })
      expect(next).toMatchObject({ task: { contact: 1 } })
    })

    test('the sweep frees what was claimed and never dialled', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      expect(await sweep(depot.sweep)).toMatchObject({ freed: 0, failed: [] })
      depot.machine.now += 3 * MINUTE
      expect(await sweep(depot.sweep)).toMatchObject({ freed: 1, failed: [] })
      expect(await stage.contact(1)).toMatchObject({ state: 'queued', ring: 1 })
      expect(await listTasks(depot.task, 'call', 10)).toHaveLength(2)
    })

    test('somebody else takes a task that is given back before the dial; nobody does after a payment', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      expect(await releaseTask(depot.task, byAmy)).toMatchObject({ ok: true })
      expect(await releaseTask(depot.task, byAmy)).toMatchObject({ code: 'not_claimed' })
      await claimTask(depot.task, { kind: 'call', agent: 'bob', contact })
      await stage.raiseEpoch(11)
      expect(await releaseTask(depot.task, { contact, agent: 'bob' })).toMatchObject({ ok: true })
      expect(await stage.contact(1)).toMatchObject({ state: 'cancelled' })
    })

    test('tasks in other hands, unknown ones, ones not claimed and ones not started are refused', async () => {
      await offerCalls()
      expect(await startTask(depot.task, byAmy)).toMatchObject({ code: 'not_claimed' })
      const nobodys = { contact: ContactId.parse(77), agent: 'amy' }
      expect(await startTask(depot.task, nobodys)).toMatchObject({ code: 'unknown_task' })
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      expect(await claimTask(depot.task, { kind: 'call', agent: 'bob', contact })).toMatchObject({
        code: 'not_yours',
      })
      expect(await startTask(depot.task, { contact, agent: 'bob' })).toMatchObject({ code: 'not_yours' })
      expect(await disposeTask(depot.task, { ...byAmy, disposition: 'no_answer' })).toMatchObject({
        code: 'not_started',
      })
    })

    test('an agent who may not is refused and told why; the task stays for others', async () => {
      const trainedOnly: PermitContact = (question) =>
        question.moment === 'claim' && !question.agent?.evidence.some((one) => one.key === 'agent.trained')
          ? {
              answer: 'deny',
              reasons: [{ ...sendReason('no_template'), rule: 'TRAIN-1' }],
              review: false,
              duties: [],
              warnings: [],
            }
          : oncePerNumber(question)
      const strict = depotOf(stage, { provider: depot.deliver.provider, permit: trainedOnly })
      await offerCalls()
      const refused = await claimTask(strict.task, { kind: 'call', agent: 'amy', contact })
      expect(refused).toMatchObject({ code: 'refused', reasons: [{ rule: 'TRAIN-1' }] })
      expect(await claimTask(strict.task, { kind: 'call', agent: 'amy' })).toEqual({ ok: true, task: null })
      expect(await stage.contact(1)).toMatchObject({ state: 'queued' })
      expect(await listTasks(depot.task, 'call', 10)).toHaveLength(2)
    })

    test('a call of one person behind a number uses up the cap of the other', async () => {
      await stage.contacts([
        { id: 1, account: 11, channel: 'call' },
        { id: 3, account: 21, channel: 'call' },
      ])
      await offerBatch(stage.task, 'call', [refOf(1, 11), refOf(3, 21)])
      await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })
      expect(await claimTask(depot.task, { kind: 'call', agent: 'bob' })).toEqual({ ok: true, task: null })
      expect(await stage.contact(3)).toMatchObject({ state: 'expired', rules: ['TEST-CAP'] })
    })

    test('how it ended becomes a fact at the time of the dial, the same however often it is told', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await startTask(depot.task, byAmy)
      await stage.setNow(NOW + 5 * MINUTE)
      expect(await disposeTask(depot.task, { ...byAmy, disposition: 'met' })).toMatchObject({
        code: 'wrong_disposition',
      })
      const outcome = {
        ...byAmy,
        disposition: 'rpc_promise',
        promise: { amount: '20.00', by: '2026-03-06' },
      } as const
      expect(await disposeTask(depot.task, outcome)).toEqual({ ok: true, at: '2026-03-02T10:00:00Z' })
      expect(depot.recorded).toEqual([
        {
          source: 'task',
          holds: 'unless_known',
          fact: {
            type: 'contact.outcome',
            at: '2026-03-02T10:00:00Z',
            account: 'A11',
            contact: 1,
            key: 'outcome-1',
            disposition: 'rpc_promise',
            promise: { amount: '20.00', by: '2026-03-06' },
            agent: 'amy',
          },
        },
      ])
      expect(await disposeTask(depot.task, outcome)).toEqual({ ok: true, at: '2026-03-02T10:00:00Z' })
      expect(await disposeTask(depot.task, { ...outcome, agent: 'bob' })).toMatchObject({ code: 'not_yours' })
    })

    test('a visit is claimed, arrived at and reported', async () => {
      await stage.contacts([{ id: 1, account: 11, channel: 'visit' }])
      await offerBatch(stage.task, 'visit', [refOf(1, 11)])
      expect(await claimTask(depot.task, { kind: 'call', agent: 'eve' })).toEqual({ ok: true, task: null })
      const claimed = await claimTask(depot.task, { kind: 'visit', agent: 'eve' })
      expect(claimed).toMatchObject({ task: { arriveBefore: '2030-01-01T04:00:00Z' } })
      await startTask(depot.task, { contact, agent: 'eve' })
      await reportTask(depot.task, {
        contact,
        agent: 'eve',
        disposition: 'no_one_home',
        arrivedAt: '2026-03-02T10:00:00Z',
        geo: { lat: 40.7, lon: -74 },
      })
      expect(depot.recorded[0]).toMatchObject({
        fact: { disposition: 'no_one_home', note: 'arrived 2026-03-02T10:00:00Z\nat 40.7,-74' },
      })
    })

    test('a task that nobody took ends with its window', async () => {
      await offerCalls()
      await stage.setNow(NOW + 9 * HOUR)
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy' })).toEqual({ ok: true, task: null })
      expect(await sweep(depot.sweep)).toMatchObject({ expired: 2, failed: [] })
      expect(await stage.contact(1)).toMatchObject({ state: 'expired' })
      expect(await claimTask(depot.task, { kind: 'call', agent: 'amy', contact })).toMatchObject({
        code: 'expired',
      })
    })

    test('a call that was started and never ended becomes a question for a human', async () => {
      await offerCalls()
      await claimTask(depot.task, { kind: 'call', agent: 'amy' })
      await startTask(depot.task, byAmy)
      await stage.setNow(NOW + 13 * HOUR)
      await sweep(depot.sweep)
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
      expect(await stage.humanTasks()).toEqual(['unknown_contact'])
    })
  })
}
