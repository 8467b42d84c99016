import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpReply } from '../../../src/providers/adapter.ts'
import { hearDialer } from '../../../src/flow/dialer-word.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { turnDialers, type Turn } from '../../../src/shell/dialer/turn.ts'
import { erasePerson } from '../../../src/shell/pg/retention/save.ts'
import { taskDeps, wordDeps } from '../../../src/shell/run/wire.ts'
import { pays } from '../../support/story-facts.ts'
import { dialerStage, type DialerStage, type ListFile } from './stage.ts'

const HTTP = 'http: { url: "http://127.0.0.1:9/NAME", secret: "{env.PROVIDER_ACME_TOKEN}" }'

let stage: DialerStage
beforeAll(async () => {
  stage = await dialerStage({
    list: 'size: 100, every: 30, stands: 60, least: 10',
    out: HTTP.replace('NAME', 'acme'),
    takes: 'region: [US-NY]',
    tells: 'within: 60, secret: "{env.PROVIDER_ACME_TOKEN}"',
    environment: { PROVIDER_ACME_TOKEN: 'a-secret' },
    beta: `takes: { region: [US-CA] }\nout: { ${HTTP.replace('NAME', 'beta')} }\n`,
  })
})
afterAll(() => stage.close())

interface Posted {
  id: string
  type: string
  data: ListFile
}
const posted: Posted[] = []
/** What each of them answers next, by the last word of its address. */
let answer: (to: string, request: Posted) => HttpReply | Promise<HttpReply>
const ok: HttpReply = { kind: 'answered', status: 200, retryAfterMs: null, body: {} }
const no = (status: number): HttpReply => ({ ...ok, status })
const ambiguous: HttpReply = { kind: 'ambiguous', code: 'timeout' }

function turn(): Promise<Turn> {
  const client = {
    exchange: async ({ url, headers, body }: { url: string; headers: object; body: unknown }) => {
      const id = String((headers as Record<string, string>)['webhook-id'])
      const request = { id, ...(JSON.parse(String(body)) as Omit<Posted, 'id'>) }
      posted.push(request)
      return answer(url.split('/').at(-1) ?? '', request)
    },
    close: () => {},
  }
  return turnDialers({ ...stage.deps, client })
}
function entryOf(account: string): string {
  const calls = posted.flatMap(({ data }) => data.calls ?? [])
  return calls.findLast((one) => one.account === account)?.entry ?? ''
}
async function facts(account: string): Promise<number> {
  const [row] = await stage.real.db.query<{ n: number }>(
    `select count(*)::int as n from fact f join account a on a.person_id = f.person_id and a.id = f.account_id
     where f.kind = 'contact.outcome' and a.external_id = $1`,
    [account],
  )
  return row?.n ?? 0
}
async function marksOf(entry: string): Promise<unknown> {
  const [row] = await stage.real.db.query('select marks from dialer_entry where entry = $1', [entry])
  return row
}
async function contactOf(account: string) {
  return (await stage.real.contacts()).find((one) => one.account === account)
}
const at = (time: string): number => Date.parse(`2026-03-02T${time}Z`)

describe('a dialer in trouble', () => {
  it('whoever comes back late with a refusal frees no call of a list that another has handed over meanwhile', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (const number of [1, 2, 3, 4, 5, 6]) await stage.debtor(number, '2026-03-01')
    await stage.debtor(7, '2026-03-01', { region: 'US-CA' })
    await stage.morning('2026-03-02T00:05:00Z')
    await stage.morning('2026-03-02T10:00:00Z')
    let isFirst = true
    answer = async (to) => {
      if (to === 'beta') return no(422)
      if (!isFirst) return ok
      isFirst = false
      await stage.die()
      expect((await turn()).dialers).toMatchObject([{ codes: [], handed: {} }, { handed: null }])
      return no(422)
    }
    expect((await turn()).dialers).toMatchObject([{ codes: ['http_422'] }, { handed: null }])
    expect(await stage.states()).toMatchObject({ A1: 'sending', A2: 'sending', A6: 'sending' })
    const lists = await stage.real.db.query(`select state from dialer_list where dialer = 'acme'`)
    expect(lists).toEqual([{ state: 'out' }])
  })

  it('a dialer that answers slowly keeps no other waiting, and a withdrawal that it does not take is told again', async () => {
    await stage.real.take(pays('A4', '2026-03-02T10:00:00Z'))
    const beta = new AbortController()
    answer = async (to) => {
      if (to === 'acme') await sleep(5_000, undefined, { signal: beta.signal }).catch(() => {})
      const waited = !beta.signal.aborted
      beta.abort()
      return to === 'acme' ? { ...ambiguous, code: waited ? 'alone' : 'with_beta' } : ambiguous
    }
    expect((await turn()).dialers).toMatchObject([
      { withdrawn: 1, codes: ['with_beta'] },
      { codes: ['timeout'] },
    ])
    answer = () => no(404)
    expect((await turn()).dialers).toMatchObject([{ withdrawn: 0, codes: ['http_404'] }, { codes: [] }])
  })

  it('the number of somebody who was erased is not told again', async () => {
    const [d7] = await stage.real.db.query<{ id: never }>(`select id from person where external_id = 'D7'`)
    await stage.real.owner.transaction((tx) =>
      erasePerson(tx, { person: d7?.id ?? (0 as never), by: 'test', reason: 'asked' }),
    )
    await stage.die()
    const before = posted.length
    await turn()
    expect(posted.slice(before).map(({ type }) => type)).toEqual(['dialer.withdrawn'])
    const lists = await stage.real.db.query(
      `select state, body_sealed from dialer_list where dialer = 'beta' and state <> 'dropped'`,
    )
    expect(lists).toEqual([{ state: 'out', body_sealed: null }])
  })

  it('whoever dies after the word was recorded hears it again as of the same moment: it acts once', async () => {
    await stage.real.at('2026-03-02T10:10:00Z')
    const words = wordDeps(stage.real.engine)
    const said = { entry: entryOf('A1'), result: 'rpc_dispute' } as const
    const dying = {
      ...words,
      dispose: async (outcome: Parameters<typeof words.dispose>[0]) => {
        await words.dispose(outcome)
        throw Object.assign(new Error('killed'), { code: '57P01' })
      },
    }
    await expect(hearDialer(dying, 'acme', said)).rejects.toThrow('killed')
    await stage.real.at('2026-03-02T10:20:00Z')
    expect(await stage.hear(said)).toMatchObject({ outcome: 'taken' })
    expect(await facts('A1')).toBe(1)
    expect(await contactOf('A1')).toMatchObject({ at: at('10:10:00') })
  })

  it('a word that cannot be stored is refused alone', async () => {
    const broken = {
      ...wordDeps(stage.real.engine),
      dispose: () => Promise.reject(new Error('no such text')),
    }
    const said = { entry: entryOf('A5'), result: 'no_answer' } as const
    expect(await hearDialer(broken, 'acme', said)).toMatchObject({ outcome: 'refused', code: 'not_recorded' })
    expect(await stage.hear(said)).toMatchObject({ outcome: 'taken' })
  })

  it('a second word that acts takes no mark away', async () => {
    await stage.real.at('2026-03-02T11:10:00Z')
    const entry = entryOf('A2')
    const late = { entry, result: 'no_answer', dialledAt: at('11:05:00') } as const
    expect(await stage.hear(late)).toEqual({ outcome: 'taken', marks: ['late'] })
    expect(await stage.hear({ entry, result: 'wrong_number' })).toMatchObject({ outcome: 'taken' })
    expect(await marksOf(entry)).toEqual({ marks: ['late'] })
  })

  it('the terms of a promise that was told without them are taken, once', async () => {
    const said = { entry: entryOf('A4'), result: 'rpc_promise' } as const
    const promise = { amount: '40.00', by: '2026-03-09' }
    expect(await stage.hear(said)).toMatchObject({ outcome: 'taken' })
    expect(await stage.hear(said)).toEqual({ outcome: 'seen' })
    expect(await stage.hear({ ...said, promise })).toMatchObject({ outcome: 'taken' })
    expect(await stage.hear({ ...said, promise })).toEqual({ outcome: 'seen' })
    expect(await stage.real.db.query('select amount from promise')).toEqual([{ amount: 4000 }])
  })

  it('an instant that cannot be that of the call is refused and leaves nothing; a clock that is ahead is set back', async () => {
    const entry = entryOf('A3')
    for (const dialledAt of [Date.parse('0000-06-01T00:00:00Z'), Date.parse('2025-03-02T10:30:00Z')])
      expect(await stage.hear({ entry, result: 'no_answer', dialledAt })).toMatchObject({
        outcome: 'refused',
        code: 'too_early',
      })
    expect(await contactOf('A3')).toMatchObject({ at: null })
    expect(await stage.hear({ entry, result: 'no_answer', dialledAt: at('11:11:00') })).toMatchObject({
      outcome: 'taken',
    })
    expect(await contactOf('A3')).toMatchObject({ at: at('11:10:00') })
  })

  it('a withdrawal is told no more after its time, and keeps no list waiting', async () => {
    expect((await turn()).dialers[0]).toMatchObject({ codes: [] })
  })

  it('a late word leaves the time of a call alone that an agent has taken over meanwhile', async () => {
    await stage.real.at('2026-03-02T12:01:00Z')
    await turn()
    await stage.real.at('2026-03-02T13:00:00Z')
    await stage.real.db.query(
      `update human_task set resolved_at = business_now(), resolution = 'not_sent' where kind = 'unknown_contact'`,
    )
    await stage.sweep()
    await stage.morning('2026-03-02T13:02:00Z')
    const tasks = taskDeps(stage.real.engine)
    const contact = (await contactOf('A6'))?.contact ?? (0 as never)
    expect(await claimTask(tasks, { kind: 'call', agent: 'ann', contact })).toMatchObject({ ok: true })
    expect(await startTask(tasks, { agent: 'ann', contact })).toMatchObject({ ok: true })
    const late = { entry: entryOf('A6'), result: 'no_answer', dialledAt: at('10:30:00') } as const
    expect(await stage.hear(late)).toEqual({ outcome: 'taken', marks: ['told_late'] })
    const calls = await stage.real.db.query(
      `select c.state, c.at from contact c join account a on a.person_id = c.person_id and a.id = c.account_id
       where a.external_id = 'A6' order by c.id`,
    )
    expect(calls).toEqual([
      { state: 'sending', at: at('13:02:00') },
      { state: 'sent', at: at('10:30:00') },
    ])
  })
})
