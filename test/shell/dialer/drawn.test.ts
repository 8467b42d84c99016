import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, isoOf, MINUTE } from '../../../src/core/base/time.ts'
import type { DialerWord } from '../../../src/core/model/dialer.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { dyingAt } from '../../support/dying-at.ts'
import { type DialerStage, dialerStage, type DialLine } from './stage.ts'

let stage: DialerStage
beforeAll(async () => {
  stage = await dialerStage({
    list: 'size: 8, every: 20, stands: 60, least: 10',
    tells: 'within: 30',
    again: ', every: { days: 1 }, max: 4',
  })
})
afterAll(() => stage.close())

/** Numbers from 0 to 1, the same at every run. */
let state = 20260302
function drawn(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
function oneOf<T>(list: readonly [T, ...T[]]): T {
  return list[Math.floor(drawn() * list.length)] ?? list[0]
}

const PERSONS = 24
const WORDS: readonly [DialerWord, ...DialerWord[]] = [
  'no_answer',
  'busy',
  'rpc_promise',
  'rpc_dispute',
  'rpc_callback',
  'rpc_paid',
  'wrong_number',
  'voicemail',
]
/** Statements before or after which a worker dies. */
const DEATHS: readonly [string, ...string[]] = [
  "set state = 'ready'",
  'set state = $3, lease_until = null',
  'set delta_told_at',
  'insert into dialer_list',
  'set withdrawn_at',
]

/** A dialer that keeps to what it is told: it looks for withdrawals before each dial, and dials once. */
const calls = new Map<string, DialLine & { is: 'open' | 'withdrawn' | 'dialled' }>()
const read = new Set<string>()
const marks: string[] = []

function look(): void {
  const fresh = stage.seen().filter((one) => !read.has(one))
  for (const name of fresh.toSorted(
    (a, b) => Number(a.includes('-withdrawn-')) - Number(b.includes('-withdrawn-')),
  )) {
    read.add(name)
    if (!name.includes('-withdrawn-')) {
      for (const line of stage.list(name).calls) {
        expect(calls.has(line.entry)).toBe(false)
        calls.set(line.entry, { ...line, is: 'open' })
      }
    } else {
      for (const { entry } of stage.withdrawn(name)) {
        const call = calls.get(entry)
        if (call?.is === 'open') call.is = 'withdrawn'
      }
    }
  }
}

async function say(entry: string, result: DialerWord, dialledAt: number): Promise<void> {
  const promise =
    result === 'rpc_promise' ? { amount: '20.00', by: isoOf(dialledAt + 30 * HOUR).slice(0, 10) } : undefined
  const said = { entry, result, promise, ...(result !== 'not_dialled' && { dialledAt }) }
  for (let times = drawn() < 0.2 ? 2 : 1; times > 0; times--) {
    const answer = await stage.hear(said)
    if (answer.outcome === 'taken') marks.push(...answer.marks)
    else expect(answer).toEqual({ outcome: 'seen' })
  }
}

async function dialSome(now: number): Promise<void> {
  look()
  for (const call of calls.values()) {
    if (call.is === 'withdrawn' && drawn() < 0.4) {
      await say(call.entry, 'not_dialled', now)
      calls.delete(call.entry)
    } else if (call.is === 'open' && drawn() < 0.3) {
      if (now < Date.parse(call.dialFrom) || now >= Date.parse(call.dialBefore)) continue
      call.is = 'dialled'
      if (drawn() < 0.8) await say(call.entry, oneOf(WORDS), now)
    }
  }
}

/** A worker that dies at one of its statements, or does not come to it. */
async function turnOrDie(): Promise<void> {
  const words = oneOf(DEATHS)
  const dying = dyingAt(stage.real.db, words, drawn() < 0.5 ? 'before' : 'after')
  const clean = drawn() >= 0.4
  await stage.turn(clean ? undefined : dying).catch((error: unknown) => {
    if (!String(error).includes('killed')) throw error
  })
  await stage.die()
  if (clean) await expectTold()
}

/** A turn that came to its end has told of every call about which something was learnt before it. */
async function expectTold(): Promise<void> {
  look()
  const gone = await stage.real.db.query<{ entry: string }>(
    `select e.entry from dialer_entry e join contact c on c.person_id = e.person_id and c.id = e.contact_id
     join collection_case k on k.person_id = c.person_id and k.id = c.case_id
     where e.state = 'handed' and e.dial_before > business_now() and (k.epoch > c.epoch or k.closed_on is not null)`,
  )
  told += gone.length
  expect(gone.filter(({ entry }) => calls.get(entry)?.is === 'open')).toEqual([])
}
let told = 0

async function something(now: number): Promise<void> {
  const out = [...calls.values()].find(
    ({ is, dialBefore }) => is === 'open' && Date.parse(dialBefore) > now + 20 * MINUTE,
  )
  const account = out && drawn() < 0.8 ? out.account : `A${1 + Math.floor(drawn() * PERSONS)}`
  const [debtor, at] = [account.replace('A', 'D'), isoOf(now)]
  const chance = drawn()
  if (chance < 0.7)
    await stage.real.take({
      type: 'payment.received',
      at,
      account,
      payment: `P${now}`,
      amount: oneOf(['1.00', '2.00', '3.00', '5000.00']),
    })
  else if (chance < 0.75) await stage.real.take({ type: 'optout.received', at, debtor, channel: 'call' })
  else if (chance < 0.8) await stage.real.take({ type: 'dispute.opened', at, account, dispute: `X${now}` })
  else if (chance < 0.85)
    await stage.real.take({
      type: 'hold.placed',
      at,
      account,
      hold: `H${now}`,
      reason: 'hardship',
      until: '2026-03-20',
    })
}

async function violations(): Promise<unknown[]> {
  return (await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)
}

describe('a drawn run with a dialer', () => {
  it('payments, holds and deaths leave every promise whole, and nobody is dialled twice', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (let number = 1; number <= PERSONS; number++)
      await stage.debtor(number, `2026-03-0${1 + (number % 3)}`)
    for (const day of ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']) {
      await stage.morning(`${day}T00:05:00Z`)
      let now = Date.parse(`${day}T10:00:00Z`)
      for (let step = 0; step < 12; step++) {
        await stage.morning(isoOf(now))
        await turnOrDie()
        await something(now)
        now += Math.floor(drawn() * 5) * MINUTE
        await stage.real.at(isoOf(now))
        await dialSome(now)
        if (step % 4 === 3) await stage.sweep()
        now += (10 + Math.floor(drawn() * 20)) * MINUTE
      }
      expect([day, await violations()]).toEqual([day, []])
    }
    await stage.real.at('2026-03-05T23:00:00Z')
    for (let turns = 0; turns < 3; turns++) await stage.turn()
    await stage.sweep()
    expect(await violations()).toEqual([])
    expect(marks.filter((mark) => mark !== 'told_late')).toEqual([])
    const dialled = [...calls.values()].filter(({ is }) => is === 'dialled').map(({ entry }) => entry)
    expect([dialled.length > 8, told > 2]).toEqual([true, true])
    const twice = await stage.real.db.query(
      `select contact_id from dialer_entry where entry = any ($1::uuid[]) group by contact_id having count(*) > 1`,
      [dialled],
    )
    expect(twice).toEqual([])
    const open = await stage.real.db.query(
      `select c.id from contact c join dialer_entry e on e.contact_id = c.id where c.state = 'sending' and e.state = 'handed'`,
    )
    expect(open).toEqual([])
  })
})
