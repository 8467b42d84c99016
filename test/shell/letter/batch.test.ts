import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { PersonId } from '../../../src/core/base/id.ts'
import { erasePerson } from '../../../src/shell/pg/retention/save.ts'
import type { ProofDeps } from '../../../src/shell/letter/proofs.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { dyingAt } from '../../support/dying-at.ts'
import { pays } from '../../support/story-facts.ts'
import { letterStage, type LetterStage } from './stage.ts'

let stage: LetterStage
beforeAll(async () => void (stage = await letterStage()))
afterAll(() => stage.close())

/** Letters of these debtors are written in that morning. */
async function written(day: string, ...numbers: number[]): Promise<void> {
  const due = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
  for (const number of numbers) await stage.debtor(number, undefined, due)
  await stage.real.morning(`${day}T00:05:00Z`)
  await stage.real.morning(`${day}T10:00:00Z`)
  await stage.send()
}

const READY = "set state = 'ready'"
const SETTLING = 'from letter l\n    where l.batch_id = $1'

describe('letters for a print house', () => {
  it('a letter that is written waits, is not sent, and nobody sees it', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    await written('2026-03-02', 1, 2, 3)
    expect(await stage.states()).toEqual({ A1: 'sending', A2: 'sending', A3: 'sending' })
    expect(await stage.handOver()).toEqual([])
    expect(stage.seen()).toEqual([])
  })

  it('what is learnt before the hand-over takes a letter out; the others leave at the cut-off as one batch', async () => {
    await stage.real.at('2026-03-02T13:00:00Z')
    await stage.real.take(pays('A2', '2026-03-02T13:00:00Z'))
    await stage.real.at('2026-03-02T14:01:00Z')
    expect(await stage.handOver()).toEqual([{ batch: 'post-2026-03-02-1', letters: 2 }])
    expect(await stage.states()).toEqual({ A1: 'sent', A2: 'cancelled', A3: 'sent' })
    expect(stage.seen()).toEqual(['post-2026-03-02-1'])
    const manifest = stage.manifest('post-2026-03-02-1')
    expect(manifest).toMatchObject({ letters: 2, pages: 2 })
    expect(manifest.files.map(({ region, paper }) => [region, paper])).toEqual([
      ['US-NY', 'letter'],
      ['US-NY', 'letter'],
    ])
    expect(JSON.stringify(manifest)).not.toMatch(/Doe|Hidden|Albany/)
    const sent = await stage.real.db.query<{ at: number; ref: string | null }>(
      `select distinct at, provider_ref as ref from contact where state = 'sent'`,
    )
    expect(sent).toEqual([{ at: Date.parse('2026-03-02T14:01:00Z'), ref: null }])
  })

  it('a letter that is out is the notice in writing that a law wants, once; one that was taken out is none', async () => {
    const spoilt: ProofDeps['record'] = async (rows) => ({
      taken: 0,
      same: 0,
      rejected: rows.map(({ line = 0 }) => ({ code: 'not_stored', line, message: 'spoilt by this test' })),
    })
    expect(await stage.proven(spoilt)).toEqual([])
    expect(await stage.proven()).toEqual(['A1', 'A3'])
    expect(await stage.proven()).toEqual(['A1', 'A3'])
  })

  it('a letter that is out breaks no promise, although no print house has named it', async () => {
    const broken = (await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)
    expect(broken).toEqual([])
  })

  it('a repeat hands nothing over, and no pages are kept of what is out', async () => {
    expect(await stage.handOver()).toEqual([])
    const [left] = await stage.real.db.query<{ count: number }>(
      'select count(*) as count from letter where pdf_sealed is not null',
    )
    expect(left).toEqual({ count: 0 })
  })

  it('a worker that dies when the files stand complete has handed nothing over: what was learnt since then counts', async () => {
    await written('2026-03-03', 4, 5)
    await stage.real.at('2026-03-03T14:01:00Z')
    await expect(stage.handOver(dyingAt(stage.real.db, READY, 'before'))).rejects.toThrow('killed')
    await stage.die()
    await expect(stage.handOver(dyingAt(stage.real.db, READY, 'after'))).rejects.toThrow('killed')
    expect(stage.seen()).toEqual(['post-2026-03-02-1'])
    expect(await stage.handOver()).toEqual([])
    await stage.real.take(pays('A4', '2026-03-03T14:01:00Z'))
    await stage.die()
    expect(await stage.handOver()).toEqual([{ batch: 'post-2026-03-03-1', letters: 1 }])
    expect(await stage.states()).toMatchObject({ A4: 'cancelled', A5: 'sent' })
    expect(stage.manifest('post-2026-03-03-1').letters).toBe(1)
    expect(stage.staged()).toEqual([])
  })

  it('a worker that dies when the batch is out has handed it over: it is settled, and not handed over again', async () => {
    await written('2026-03-04', 6, 7)
    await stage.real.at('2026-03-04T14:01:00Z')
    await expect(stage.handOver(dyingAt(stage.real.db, SETTLING, 'before'))).rejects.toThrow('killed')
    expect(stage.manifest('post-2026-03-04-1').letters).toBe(2)
    expect(await stage.states()).toMatchObject({ A6: 'sending', A7: 'sending' })
    await stage.die()
    expect(await stage.handOver()).toEqual([{ batch: 'post-2026-03-04-1', letters: 2 }])
    expect(await stage.states()).toMatchObject({ A6: 'sent', A7: 'sent' })
    expect(stage.seen()).toHaveLength(3)
  })

  it('one of several workers at once hands over', async () => {
    await written('2026-03-05', 8, 9)
    await stage.real.at('2026-03-05T14:01:00Z')
    const all = await Promise.all([stage.handOver(), stage.handOver(), stage.handOver()])
    expect(all.flat()).toEqual([{ batch: 'post-2026-03-05-1', letters: 2 }])
    expect(stage.seen()).toHaveLength(4)
  })

  it('a brake holds a letter back, and its case plans it anew', async () => {
    await written('2026-03-06', 10)
    await stage.real.owner.query(
      `insert into brake (channel, why, stopped_at, stopped_by) values ('letter', 'test', business_now(), 'test')`,
    )
    await stage.real.at('2026-03-06T14:01:00Z')
    expect(await stage.handOver()).toEqual([])
    expect(await stage.states()).toMatchObject({ A10: 'planned' })
    expect(stage.seen()).toHaveLength(4)
    await stage.real.owner.query(`update brake set resumed_at = business_now()`)
  })

  it('somebody who is erased when the batch is being made is not written to, and his letter has ended', async () => {
    const states = await stage.states()
    await written('2026-03-06', 13, 14)
    const { db } = stage.real
    const person = (await stage.real.contacts()).find(({ account }) => account === 'A13')?.person ?? 0
    let erased = false
    const erasing: Database = {
      ...db,
      pool: db.pool,
      transaction: (work) => db.transaction(work),
      close: () => db.close(),
      query: async (text, params, name) => {
        if (text.includes('pdf_sealed as pdf') && !erased) {
          erased = true
          const who = { person: PersonId.parse(person), by: 'test', reason: 'asked' }
          await stage.real.owner.transaction((tx) => erasePerson(tx, who))
        }
        return db.query<never>(text, params, name)
      },
    }
    await stage.real.at('2026-03-06T14:02:00Z')
    expect(await stage.handOver(erasing)).toMatchObject([{ letters: 1 }])
    expect(await stage.handOver()).toEqual([])
    expect(await stage.states()).toMatchObject({ ...states, A13: 'denied', A14: 'sent' })
    const [row] = await db.query<{ reasons: unknown }>(
      `select reasons from contact where person_id = $1 and channel = 'letter'`,
      [person],
    )
    expect(row?.reasons).not.toEqual([])
  })

  it('a letter that cannot be printed fails alone', async () => {
    await stage.debtor(11, 'שלום', '2026-03-06')
    await written('2026-03-07', 12)
    const codes = await stage.real.db.query<{ code: string | null }>(
      `select provider_code as code from contact where state = 'failed'`,
    )
    expect(codes).toEqual([{ code: 'cannot_render.missing_sign' }])
    expect(await stage.states()).toMatchObject({ A11: 'failed', A12: 'sending' })
  })

  it('a letter that comes back spoils the address, and one to somebody who died stops everything', async () => {
    const outs = (await stage.real.contacts()).filter(({ state }) => state === 'sent')
    const [moved, died] = outs.filter(({ account }) => ['A1', 'A3'].includes(account))
    const told = (one: typeof moved, disposition: string) => ({
      type: 'contact.outcome',
      at: '2026-03-07T12:00:00Z',
      account: one?.account,
      contact: one?.contact,
      disposition,
    })
    await stage.real.take(told(moved, 'returned_moved'), told(died, 'returned_deceased'))
    expect(await stage.states()).toMatchObject({ A1: 'failed', A3: 'failed' })
    const points = await stage.real.db.query<{ valid: boolean }>(
      `select valid from contact_point where person_id = $1 and kind = 'address'`,
      [moved?.person],
    )
    expect(points).toEqual([{ valid: false }])
    const holds = await stage.real.db.query<{ reason: string }>(
      'select reason from hold where person_id = $1',
      [died?.person],
    )
    expect(holds).toEqual([{ reason: 'deceased' }])
  })
})

describe('a print house whose own word alone makes a letter posted', () => {
  it('the letter is under way until it is posted, and after days without a word a human asks; one that was never posted is printed again', async () => {
    const own = await letterStage('posted')
    try {
      await own.real.at('2026-02-01T09:00:00Z')
      for (const number of [1, 2]) await own.debtor(number)
      await own.real.morning('2026-03-02T00:05:00Z')
      await own.real.morning('2026-03-02T10:00:00Z')
      await own.send()
      await own.real.at('2026-03-02T14:01:00Z')
      expect(await own.handOver()).toEqual([{ batch: 'post-2026-03-02-1', letters: 2 }])
      expect(await own.states()).toEqual({ A1: 'sending', A2: 'sending' })
      expect(await own.proven()).toEqual([])
      const [first] = await own.real.contacts()
      const { contact, account } = first ?? {}
      const at = '2026-03-02T18:00:00Z'
      await own.real.take({ type: 'contact.outcome', at, account, contact, disposition: 'sent' })
      expect(await own.states()).toEqual({ A1: 'sent', A2: 'sending' })
      expect(await own.proven()).toEqual(['A1'])
      const [second] = await own.real.db.query<{ waits: boolean }>(
        `select lease_until > clock_timestamp() + interval '4 days' as waits from contact where state = 'sending'`,
      )
      expect(second).toEqual({ waits: true })
      await own.real.owner.query(
        `update contact set state = 'queued', at = null, lease_token = null, lease_until = null, expires_at = null where state = 'sending'`,
      )
      await own.real.at('2026-03-03T10:00:00Z')
      await own.send()
      await own.real.at('2026-03-03T14:01:00Z')
      expect(await own.handOver()).toEqual([{ batch: 'post-2026-03-03-1', letters: 1 }])
      expect(own.manifest('post-2026-03-03-1').files.map(({ reference }) => reference)).toEqual([
        (await own.real.contacts())[1]?.reference,
      ])
    } finally {
      await own.close()
    }
  })
})
