import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { importCommand } from '../../../src/cli/import.ts'
import { isoOf } from '../../../src/core/base/time.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { pays } from '../../support/story-facts.ts'
import { dialerStage, type DialerStage } from './stage.ts'

let stage: DialerStage
beforeAll(async () => void (stage = await dialerStage()))
afterAll(() => stage.close())

function entryOf(list: string, account: string): string {
  const line = stage.list(list).calls.find((one) => one.account === account)
  if (!line) throw new Error(`${account} is not in ${list}`)
  return line.entry
}
function paidEntry(): string {
  return entryOf('acme-2026-03-02-1', 'A4')
}
function optsOut(debtor: string, at: string): Record<string, unknown> {
  return { type: 'optout.received', at, debtor, channel: 'call' }
}
function asked(): Promise<unknown[]> {
  return stage.real.db.query(`select kind, role, resolution from human_task where contact_id is not null`)
}
async function violations(): Promise<unknown[]> {
  return (await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)
}

describe('calls for a dialer', () => {
  it('a ranked list leaves with a number, a window and nothing of the debtor beyond it', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (const number of [1, 2, 3, 4]) await stage.debtor(number, '2026-03-01')
    await stage.morning('2026-03-02T00:05:00Z')
    await stage.morning('2026-03-02T10:00:00Z')
    expect(await stage.turn()).toMatchObject({ handed: { list: 'acme-2026-03-02-1', entries: 4 }, codes: [] })
    expect(stage.seen()).toEqual(['acme-2026-03-02-1'])
    const { calls } = stage.list('acme-2026-03-02-1')
    expect(calls.map(({ rank, account, to }) => [rank, account, to])).toEqual([
      [1, 'A4', '+12025550104'],
      [2, 'A3', '+12025550103'],
      [3, 'A2', '+12025550102'],
      [4, 'A1', '+12025550101'],
    ])
    expect(calls[0]).toMatchObject({ dialFrom: '2026-03-02T10:00:00Z', dialBefore: '2026-03-02T12:00:00Z' })
    expect(await stage.states()).toEqual({ A1: 'sending', A2: 'sending', A3: 'sending', A4: 'sending' })
    expect(await violations()).toEqual([])
  })

  it('what is out counts as made just now, and after its time at its end', async () => {
    const person = await stage.real.db.query<{ id: never }>(`select id from person where external_id = 'D1'`)
    const seenAt = async (instant: string): Promise<string[]> => {
      await stage.real.at(instant)
      const dossiers = await stage.real.db.transaction((tx) =>
        loadDossiers(
          tx,
          person.map(({ id }) => id),
        ),
      )
      return dossiers.flatMap(({ contacts }) => contacts.map(({ at }) => isoOf(at ?? 0)))
    }
    expect(await seenAt('2026-03-02T10:10:00Z')).toEqual(['2026-03-02T10:10:00Z'])
    expect(await seenAt('2026-03-02T11:59:00Z')).toEqual(['2026-03-02T11:59:00Z'])
    const [ends] = await seenAt('2026-03-03T11:00:00Z')
    expect(ends?.slice(0, 10)).toBe('2026-03-02')
  })

  it('a payment, an opt-out and a stop are told as withdrawals at once, and a second turn tells nothing twice', async () => {
    const list = 'acme-2026-03-02-1'
    await stage.real.at('2026-03-02T10:20:00Z')
    await stage.real.take(pays('A4', '2026-03-02T10:20:00Z'))
    expect(await stage.turn()).toMatchObject({ withdrawn: 1, handed: null })
    expect(stage.withdrawn(`${list}-withdrawn-1`)).toEqual([
      { entry: entryOf(list, 'A4'), why: 'superseded' },
    ])
    await stage.real.take(optsOut('D3', '2026-03-02T10:21:00Z'))
    expect(await stage.turn()).toMatchObject({ withdrawn: 1 })
    expect(stage.withdrawn(`${list}-withdrawn-2`)).toEqual([
      { entry: entryOf(list, 'A3'), why: 'superseded' },
    ])
    expect(await stage.turn()).toMatchObject({ withdrawn: 0 })
    expect(stage.seen()).toHaveLength(3)
  })

  it('what nobody dialled is free: the case that moved on ends it, any other is offered again', async () => {
    const list = 'acme-2026-03-02-1'
    const [paid, open] = [entryOf(list, 'A4'), entryOf(list, 'A1')]
    expect(await stage.hear({ entry: paid, result: 'not_dialled' })).toEqual({ outcome: 'taken', marks: [] })
    expect(await stage.hear({ entry: paid, result: 'not_dialled' })).toEqual({ outcome: 'seen' })
    expect(await stage.hear({ entry: open, result: 'not_dialled' })).toEqual({ outcome: 'taken', marks: [] })
    expect(await stage.states()).toEqual({ A1: 'queued', A2: 'sending', A3: 'sending', A4: 'cancelled' })
    expect(await violations()).toEqual([])
  })

  it('a word has the effect of an agent’s, at the moment of the dial, and said again it is known', async () => {
    const entry = entryOf('acme-2026-03-02-1', 'A2')
    const promise = { amount: '200.00', by: '2026-03-06' }
    const dialledAt = Date.parse('2026-03-02T10:25:00Z')
    await stage.real.at('2026-03-02T10:30:00Z')
    expect(await stage.hear({ entry, result: 'rpc_promise', dialledAt, promise })).toEqual({
      outcome: 'taken',
      marks: [],
    })
    expect(await stage.hear({ entry, result: 'rpc_promise', dialledAt, promise })).toEqual({
      outcome: 'seen',
    })
    expect(await stage.hear({ entry, result: 'no_answer' })).toMatchObject({ code: 'conflicting_fact' })
    expect(await stage.hear({ entry, result: 'not_dialled' })).toMatchObject({ code: 'conflicting_fact' })
    const contacts = await stage.real.contacts()
    expect(contacts.find(({ account }) => account === 'A2')).toMatchObject({ state: 'sent', at: dialledAt })
    const promises = await stage.real.db.query(`select amount from promise`)
    expect(promises).toEqual([{ amount: 20000 }])
    expect(await violations()).toEqual([])
  })

  it('a dial after the withdrawal is what happened, and is marked', async () => {
    const entry = entryOf('acme-2026-03-02-1', 'A3')
    const dialledAt = Date.parse('2026-03-02T10:40:00Z')
    await stage.real.at('2026-03-02T10:45:00Z')
    expect(await stage.hear({ entry, result: 'no_answer', dialledAt })).toEqual({
      outcome: 'taken',
      marks: ['withdrawn'],
    })
    expect(await stage.hear({ entry: paidEntry(), result: 'no_answer', dialledAt })).toEqual({
      outcome: 'taken',
      marks: ['withdrawn'],
    })
    expect(await stage.hear({ entry: '00000000-0000-4000-8000-000000000000', result: 'busy' })).toMatchObject(
      {
        code: 'unknown_entry',
      },
    )
    const outside = await stage.real.db.query(
      `select state, outcome from contact where case_id is null and channel = 'call'`,
    )
    expect(outside).toEqual([{ state: 'sent', outcome: 'no_answer' }])
    expect(await violations()).toEqual([])
  })

  it('the next list has what is free, and what the dialer never tells of may have been made: a human is asked', async () => {
    await stage.real.at('2026-03-02T10:50:00Z')
    expect(await stage.turn()).toMatchObject({ handed: { list: 'acme-2026-03-02-2', entries: 1 } })
    const entry = entryOf('acme-2026-03-02-2', 'A1')
    expect(await stage.hear({ entry: entryOf('acme-2026-03-02-1', 'A1'), result: 'not_dialled' })).toEqual({
      outcome: 'seen',
    })
    await stage.real.at('2026-03-02T13:49:00Z')
    expect(await stage.turn()).toMatchObject({ lapsed: 0 })
    await stage.real.at('2026-03-02T13:51:00Z')
    expect(await stage.turn()).toMatchObject({ lapsed: 1, handed: null })
    expect(await stage.states()).toMatchObject({ A1: 'unknown' })
    expect(await asked()).toEqual([{ kind: 'unknown_contact', role: 'operations', resolution: null }])
    await stage.sweep()
    expect(await violations()).toEqual([])
    const dialledAt = Date.parse('2026-03-02T12:00:00Z')
    expect(await stage.hear({ entry, result: 'busy', dialledAt })).toEqual({
      outcome: 'taken',
      marks: ['told_late'],
    })
    expect(await stage.states()).toMatchObject({ A1: 'failed' })
    expect(await asked()).toEqual([{ kind: 'unknown_contact', role: 'operations', resolution: 'arrived' }])
    expect(await violations()).toEqual([])
  })

  it('a file has the same effect as a word, and says which lines are bad', async () => {
    const file = join(stage.folder, 'calls.csv')
    const said: string[] = []
    vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
    for (const name of ['DATABASE_URL', 'ARREARS_SEAL_KEYS', 'ARREARS_HASH_KEY'])
      vi.stubEnv(name, stage.real.env[name] ?? '')
    const told = entryOf('acme-2026-03-02-2', 'A1')
    writeFileSync(file, `entry,result\n${told},busy\n${told},no_answer\n${told},nonsense\n`)
    await runLine(importCommand, 'import', ['dispositions', file, '--dialer', 'acme'])
    expect(said).toEqual([
      '3 lines: 0 new, 1 known already, 2 lines rejected',
      `bad lines are in ${file}.rejects.ndjson`,
    ])
    const rejects = readFileSync(`${file}.rejects.ndjson`, 'utf8').trim().split('\n')
    expect(rejects.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { code: 'conflicting_fact', line: 3 },
      { code: 'bad_disposition', line: 4, column: 'result' },
    ])
    expect(process.exitCode).toBe(1)
    await expect(
      runLine(importCommand, 'import', ['dispositions', file, '--dialer', 'other']),
    ).rejects.toMatchObject({ problems: [{ code: 'unknown_dialer' }] })
    process.exitCode = undefined
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
})
