import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listHumanTasks, resolveHumanTask } from '../../../src/flow/human-task.ts'
import { billed, fact, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

type Given = Record<string, unknown>

const at = '2026-03-01T11:00:00Z'
const later = '2026-03-01T11:30:00Z'

/** The tests say whom a hold affects, and what ends it. D1 has two accounts, D2 is behind the same number. */
export function holdsContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`holds on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(
        opened('A1'),
        billed('A1', 'first', '2026-02-01'),
        opened('A2'),
        billed('A2', 'first', '2026-02-01'),
        opened('B1', { debtor: 'D2', phone: '+1 (202) 555-0100' }),
        billed('B1', 'first', '2026-02-01'),
      )
      await stage.detect()
    })
    afterEach(() => stage.close())

    const heldBy = async (debtor = 'D1') =>
      (await stage.dossier(debtor)).holds.map(
        ({ kind, reason, account, lifted }) =>
          `${kind} ${reason ?? '-'} on ${account === null ? 'person' : 'account'}${lifted === null ? '' : ' over'}`,
      )
    const tasks = async () =>
      (await listHumanTasks(stage.people.store, { limit: 50 })).map(({ kind, about }) => `${about} ${kind}`)
    const resolve = async (kind: string, resolution: string) => {
      const [task] = await listHumanTasks(stage.people.store, { kind, limit: 1 })
      return resolveHumanTask(stage.people, { id: task?.id ?? 0, by: 'ann', resolution })
    }
    test.for([
      ['feed_stale/2026-03-01T02:00:00Z', 'newer figures'],
      ['feed_stale', 'newer figures'],
      ['refused:account.snapshot:#0a1b2c3d', 'a good row'],
      ['no_law_on_file/DE', 'a published file'],
    ] as const)('%s is the engine’s own: no fact puts it on or takes it off', async ([hold, end]) => {
      for (const type of ['hold.lifted', 'hold.placed']) {
        const reason = type === 'hold.placed' ? { reason: 'other' } : {}
        expect(await stage.record(fact(type, at, { account: 'A1', hold, ...reason }))).toMatchObject({
          taken: 0,
          rejected: [{ code: 'engine_hold', path: 'hold', message: expect.stringContaining(end) }],
        })
      }
      expect((await stage.see()).holds).toEqual([])
    })

    const placed = (reason: string, more: Given) => fact('hold.placed', at, { hold: 'H1', reason, ...more })

    test.each(['deceased', 'bankruptcy', 'moratorium', 'military', 'vulnerable', 'attorney'])(
      '%s holds the person, on accounts that are opened later too',
      async (reason) => {
        await stage.record(placed(reason, { account: 'A1' }))
        expect(await heldBy()).toEqual([`hold ${reason} on person`])
        expect(await tasks()).toEqual([`A1 hold_${reason}`])
        const epochs = (await stage.see()).cases.map((one) => `${one.name} ${one.epoch}`)
        expect(epochs).toEqual(['A1/1 1', 'A2/1 1', 'B1/1 0'])
      },
    )

    test.each(['fraud', 'complaint', 'hardship', 'disaster', 'other'])(
      '%s holds the account that is named, else the person',
      async (reason) => {
        await stage.record(placed(reason, { account: 'A2' }))
        expect(await heldBy()).toEqual([`hold ${reason} on account`])
        expect(await tasks()).toEqual([`A2 hold_${reason}`])
        await stage.record(placed(reason, { debtor: 'D2' }))
        expect(await heldBy('D2')).toEqual([`hold ${reason} on person`])
      },
    )

    test('an attorney speaks for the accounts that are listed', async () => {
      await stage.record(opened('A3'))
      const listed = placed('attorney', { account: 'A1', accounts: ['A1', 'A2'] })
      expect(await stage.record(listed)).toMatchObject({ taken: 1, rejected: [] })
      expect(await heldBy()).toEqual(['hold attorney on account', 'hold attorney on account'])
      await stage.record(fact('hold.lifted', later, { account: 'A2', hold: 'H1' }))
      expect(await heldBy()).toEqual(['hold attorney on account over', 'hold attorney on account over'])
      for (const [accounts, code] of [
        [['A1', 'A9'], 'unknown_account'],
        [['B1'], 'account_of_other_debtor'],
      ])
        expect(await stage.record(placed('attorney', { account: 'A1', hold: 'H2', accounts }))).toMatchObject(
          { rejected: [{ code, path: 'accounts' }] },
        )
    })

    test.each([{ account: 'A1' }, { account: 'A2' }, { debtor: 'D1' }])(
      'a hold of the person is lifted by its name, said on %o, before or after',
      async (where) => {
        const lift = fact('hold.lifted', later, { ...where, hold: 'H1' })
        await stage.record(
          placed('deceased', { account: 'A1' }),
          placed('vulnerable', { account: 'A1', hold: 'H2' }),
        )
        await stage.record(lift)
        expect(await heldBy()).toEqual(['hold deceased on person over', 'hold vulnerable on person'])
        await stage.record(
          opened('C1', { debtor: 'D3', phone: undefined }),
          opened('C2', { debtor: 'D3', phone: undefined }),
        )
        const there = JSON.parse(JSON.stringify(lift).replace('"A', '"C').replace('"D1', '"D3')) as Given
        expect(await stage.record(there)).toMatchObject({
          taken: 1,
          warnings: [{ code: 'unknown_hold', path: 'hold' }],
        })
        await stage.record(placed('deceased', { account: 'C1' }))
        expect(await heldBy('D3')).toEqual(['hold deceased on person over'])
      },
    )

    test('a hold of one account is not lifted by a word about another', async () => {
      await stage.record(placed('fraud', { account: 'A1' }), placed('fraud', { account: 'A2' }))
      await stage.record(fact('hold.lifted', later, { account: 'A2', hold: 'H1' }))
      expect((await heldBy()).sort()).toEqual(['hold fraud on account', 'hold fraud on account over'])
      await stage.record(fact('hold.lifted', later, { debtor: 'D1', hold: 'H1' }))
      expect(await heldBy()).toEqual(['hold fraud on account over', 'hold fraud on account over'])
    })

    test('a cease is withdrawn wherever that is said', async () => {
      await stage.record(fact('cease.received', at, { account: 'A1' }))
      expect(await heldBy()).toEqual(['cease - on person'])
      await stage.record(fact('cease.withdrawn', later, { account: 'A2' }))
      expect(await heldBy()).toEqual(['cease - on person over'])
    })

    test('a human lifts what his task is about, and nothing else', async () => {
      await stage.record(
        placed('deceased', { account: 'A1' }),
        fact('contact.recorded', at, { account: 'A1', channel: 'call', disposition: 'third_deceased' }),
        placed('military', { account: 'A1', hold: 'H2' }),
      )
      await stage.at('2026-03-01T12:30:00Z')
      expect(await resolve('hold_deceased', 'perhaps')).toMatchObject({ code: 'bad_resolution' })
      expect(await resolve('hold_deceased', 'lift')).toMatchObject({ ok: true })
      expect((await heldBy()).sort()).toEqual([
        'hold deceased on person over',
        'hold deceased on person over',
        'hold military on person',
      ])
      expect(await tasks()).toEqual(['A1 hold_military'])
    })
  })
}
