import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { billed, fact, opened, paid, reversed, snapshot } from './facts.ts'
import type { RecordStage } from './stage.ts'

type Given = Record<string, unknown>

/** What a decision means: a dispute in the debtor's favour, a settlement that was undone. L1 is fed by bills and payments, S1 by snapshots. */
export function outcomesContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`outcomes on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('L1'),
        billed('L1', 'first', '2026-02-01'),
        billed('L1', 'second', '2026-02-10'),
        opened('S1', { debtor: 'D2', phone: '+12025550122' }),
        snapshot('S1', '2026-02-20T02:00:00Z', '100.00', '2026-02-01'),
      )
      await stage.detect()
    })
    afterEach(() => stage.close())

    const at = '2026-03-01T09:00:00Z'
    const later = '2026-03-01T11:00:00Z'
    const dispute = (account: string, outcome: string): Given[] => [
      fact('dispute.opened', '2026-02-25T09:00:00Z', { account, dispute: 'X1' }),
      fact('dispute.resolved', at, { account, dispute: 'X1', outcome }),
    ]
    const lifted = async (debtor: string) =>
      (await stage.dossier(debtor)).holds.map((hold) => hold.lifted && new Date(hold.lifted).toISOString())
    const tasks = async () =>
      (await listHumanTasks(stage.people.store, { limit: 50 })).map(({ kind, about }) => `${about} ${kind}`)
    const resolve = async (kind: string, resolution: string) => {
      const [task] = await listHumanTasks(stage.people.store, { kind, limit: 1 })
      return resolveHumanTask(stage.people, { id: task?.id ?? 0, by: 'ann', resolution })
    }
    const collection = async (account: string) => (await stage.see()).accounts[account]?.collection

    test.each(['rejected', 'withdrawn'])('a dispute that was %s is over', async (outcome) => {
      await stage.record(...dispute('L1', outcome))
      expect(await lifted('D1')).toEqual(['2026-03-01T09:00:00.000Z'])
    })

    test('a dispute that was upheld holds on, with a task', async () => {
      await stage.record(...dispute('L1', 'upheld'))
      expect(await lifted('D1')).toEqual([null])
      expect(await tasks()).toContain('L1 dispute_upheld')
    })

    const corrections: [string, string, Given][] = [
      ['L1', 'D1', paid('L1', 'p1', '10.00', { at: later })],
      ['L1', 'D1', fact('obligation.cancelled', later, { account: 'L1', obligation: 'first' })],
      [
        'L1',
        'D1',
        fact('obligation.rescheduled', later, { account: 'L1', obligation: 'first', dueOn: '2026-04-01' }),
      ],
      ['L1', 'D1', fact('account.closed', later, { account: 'L1', reason: 'closed' })],
      ['S1', 'D2', snapshot('S1', later, '60.00', '2026-02-01')],
      ['S1', 'D2', snapshot('S1', later, '100.00', '2026-02-20')],
    ]
    test.each(corrections)('an upheld one ends once %s is corrected', async (account, debtor, correction) => {
      await stage.record(...dispute(account, 'upheld'))
      await stage.record(correction)
      expect(await lifted(debtor)).toEqual(['2026-03-01T11:00:00.000Z'])
    })

    test.each(corrections)('the hold ends, whichever of %s is first', async (account, debtor, correction) => {
      await stage.record(correction)
      const [said, decided] = dispute(account, 'upheld')
      await stage.record(decided ?? {})
      await stage.record(said ?? {})
      expect(await lifted(debtor)).toEqual(['2026-03-01T11:00:00.000Z'])
      expect(await tasks()).not.toContain(`${account} dispute_upheld`)
    })

    test('what was paid before, another line with the same figures, and more arrears correct nothing', async () => {
      await stage.record(...dispute('L1', 'upheld'), ...dispute('S1', 'upheld'))
      await stage.record(
        paid('L1', 'p0', '10.00', { at: '2026-02-28T09:00:00Z' }),
        billed('L1', 'third', '2026-02-12'),
        snapshot('S1', '2026-03-01T10:00:00Z', '100.00', '2026-02-01'),
        snapshot('S1', later, '150.00', '2026-02-01'),
      )
      expect(await lifted('D1')).toEqual([null])
      expect(await lifted('D2')).toEqual([null])
    })

    test('a correction that bounces was none', async () => {
      await stage.record(...dispute('L1', 'upheld'), paid('L1', 'p1', '10.00', { at: later }))
      await stage.record(reversed('L1', 'p1', '2026-03-01T11:30:00Z'))
      expect(await lifted('D1')).toEqual([null])
    })

    test('facts about another account of the person leave it alone', async () => {
      await stage.record(...dispute('L1', 'upheld'), paid('L1', 'p1', '10.00', { at: later }))
      await stage.record(
        opened('L2'),
        fact('hold.placed', later, { account: 'L2', hold: 'H', reason: 'fraud' }),
        billed('L2', 'first', '2026-02-01'),
      )
      expect(new Set(await lifted('D1'))).toEqual(new Set(['2026-03-01T11:00:00.000Z', null]))
    })

    test('a human decides it, and closes it with a reason', async () => {
      await stage.record(fact('dispute.opened', at, { account: 'L1', dispute: 'X1' }))
      expect(await tasks()).toEqual(['L1 dispute'])
      expect(await resolve('dispute', 'upheld')).toMatchObject({ ok: true })
      expect(await tasks()).toEqual(['L1 dispute_upheld'])
      expect(await lifted('D1')).toEqual([null])
      await stage.at('2026-03-02T12:00:00Z')
      expect(await resolve('dispute_upheld', 'stays_owed')).toMatchObject({ ok: true })
      expect(await lifted('D1')).toEqual(['2026-03-02T12:00:00.000Z'])
      expect((await stage.see()).facts.at(-1)).toBe('dispute.closed')
    })

    test('what an agent was told is decided by its name', async () => {
      const said = { account: 'L1', channel: 'call', disposition: 'rpc_dispute' }
      await stage.record(fact('contact.recorded', '2026-02-25T09:00:00Z', said))
      await stage.record(
        fact('dispute.resolved', at, { account: 'L1', dispute: 'rpc_dispute', outcome: 'upheld' }),
      )
      const { holds } = await stage.dossier('D1')
      expect(holds).toMatchObject([{ kind: 'dispute', lifted: null, until: null }])
    })

    const closed = (account: string, reason: string) => fact('account.closed', at, { account, reason })
    const settled = () =>
      stage.record(paid('L1', 'p1', '200.00', { at: '2026-03-01T08:00:00Z' }), closed('L1', 'settled'))

    test('a settled account is open again where its payment bounces', async () => {
      await settled()
      await stage.detect()
      expect(await collection('L1')).toBe('ended')
      await stage.record(reversed('L1', 'p1', later))
      expect(await collection('L1')).toBe('active')
      expect((await stage.see()).facts).toContain('account.reopened')
      await stage.record(fact('account.closed', '2026-03-01T11:30:00Z', { account: 'L1', reason: 'settled' }))
      expect(await collection('L1')).toBe('ended')
    })

    test('whichever is known first', async () => {
      await stage.record(
        paid('L1', 'p1', '200.00', { at: '2026-03-01T08:00:00Z' }),
        reversed('L1', 'p1', later),
      )
      await stage.record(closed('L1', 'settled'))
      expect(await collection('L1')).toBe('active')
    })

    test('what a settlement left unpaid does not open it again, nor what bounced before', async () => {
      await stage.record(
        paid('L1', 'p1', '50.00', { at: '2026-03-01T08:00:00Z' }),
        reversed('L1', 'p1', '2026-03-01T08:30:00Z'),
        paid('L1', 'p2', '50.00', { at: '2026-03-01T08:00:00Z' }),
        closed('L1', 'settled'),
      )
      expect(await collection('L1')).toBe('ended')
      expect(await tasks()).toEqual([])
    })

    test('a settled account is open again where the daily file says past due', async () => {
      await stage.record(snapshot('S1', '2026-03-01T08:00:00Z', '0', null), closed('S1', 'settled'))
      await stage.record(snapshot('S1', '2026-03-01T10:00:00Z', '0', null))
      expect(await collection('S1')).toBe('ended')
      await stage.record(snapshot('S1', later, '40.00', '2026-02-20'))
      expect(await collection('S1')).toBe('active')
    })

    test('the same past due as before the settlement opens it too, and is kept as a fact', async () => {
      await stage.record(closed('S1', 'settled'))
      const line = snapshot('S1', later, '100.00', '2026-02-01')
      expect(await stage.record(line)).toMatchObject({ taken: 1, same: 0 })
      expect(await collection('S1')).toBe('active')
    })

    test.each(['charged_off', 'sold', 'placed', 'closed'])(
      'what comes back to an account that was %s is a task of operations, and contacts nobody',
      async (reason) => {
        await stage.record(
          paid('L1', 'p1', '200.00', { at: '2026-03-01T08:00:00Z' }),
          closed('L1', reason),
          snapshot('S1', '2026-03-01T08:00:00Z', '0', null),
          closed('S1', reason),
        )
        expect(await tasks()).toEqual([])
        await stage.record(reversed('L1', 'p1', later), snapshot('S1', later, '40.00', '2026-02-20'))
        await stage.record(snapshot('S1', '2026-03-01T11:30:00Z', '50.00', '2026-02-20'))
        expect(await tasks()).toEqual(['L1 arrears_after_end', 'S1 arrears_after_end'])
        expect(await collection('L1')).toBe('ended')
        expect(await collection('S1')).toBe('ended')
        await stage.at('2026-03-01T12:30:00Z')
        expect(await resolve('arrears_after_end', 'reopen')).toMatchObject({ ok: true })
        expect(await collection('L1')).toBe('active')
      },
    )

    test('a new bill on an account whose collection ended is a task', async () => {
      await settled()
      await stage.record({ ...billed('L1', 'third', '2026-03-20'), at: later })
      expect(await tasks()).toEqual(['L1 arrears_after_end'])
      expect(await collection('L1')).toBe('ended')
    })
  })
}
