import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR } from '../../../src/core/base/time.ts'
import { ENGINE_FACTS } from '../../../src/core/model/engine-fact.ts'
import { countAgreed, readAgreedToday } from '../../../src/shell/pg/watch/agreed-count.ts'
import { fence } from '../../../src/shell/pg/webhook/fence.ts'
import { lease } from '../../../src/shell/pg/webhook/lease.ts'
import { poster } from '../../../src/shell/webhook/post.ts'
import { subscribe } from '../../../src/shell/webhook/subscribe.ts'
import { takeTurn } from '../../../src/shell/webhook/turn.ts'
import { agrees, PLANS } from '../../support/plan-story.ts'
import { promises, PROMISES } from '../../support/promise-story.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { type Receiver, receiver } from '../../support/receiver.ts'
import { offers, SETTLEMENTS, word } from '../../support/settlement-story.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { until } from '../../support/until.ts'

const DAY = 24 * HOUR

type Facts = Record<string, unknown>[]

const MADE = '2026-03-02T14:00:00Z'
const week = (account: string, more: Record<string, unknown> = {}) =>
  agrees(account, 'L', MADE, { sum: '500.00', first: '2026-03-06', every: 'week', number: 2, ...more })
const offered = (account: string, more: Record<string, unknown> = {}): Facts => [
  offers(account, 'S', MADE, { discount: 0.2, until: '2026-03-06', ...more }),
  word('accepted', account, 'S', '2026-03-03T09:00:00Z'),
]
const paid = (account: string, on: string, amount: string, payment = `${account}-${on}`) =>
  pays(account, `2026-03-${on}T09:00:00Z`, { amount, payment })

/** Each account lives one story; beside it what is told of it, in order. */
const LIVES: Record<string, [Facts, string[]]> = {
  kept: [
    [promises('kept', 'p', MADE, { amount: '100.00', by: '2026-03-05' }), paid('kept', '04', '100.00')],
    ['promise.open', 'promise.kept'],
  ],
  half: [
    [promises('half', 'p', MADE, { amount: '200.00', by: '2026-03-04' }), paid('half', '03', '50.00')],
    ['promise.open', 'promise.partly_kept'],
  ],
  replaced: [
    [
      promises('replaced', 'p', MADE, { amount: '200.00', by: '2026-03-04' }),
      promises('replaced', 'q', '2026-03-03T14:00:00Z', {
        amount: '200.00',
        by: '2026-03-06',
        replaces: 'p',
      }),
    ],
    ['promise.open', 'promise.superseded', 'promise.open', 'promise.broken'],
  ],
  cent: [
    [promises('cent', 'p', MADE, { amount: '0.01', by: '2026-03-05' })],
    ['promise.asked', 'promise.expired'],
  ],
  granted: [
    [
      promises('granted', 'p', MADE, { amount: '0.01', by: '2026-03-05' }),
      { type: 'promise.accepted', at: '2026-03-03T14:00:00Z', account: 'granted', promise: 'p' },
    ],
    ['promise.asked', 'promise.open', 'promise.broken'],
  ],
  whole: [
    [week('whole'), paid('whole', '05', '250.00'), paid('whole', '12', '250.00')],
    ['plan.taken', 'plan.rate_paid', 'plan.active', 'plan.rate_paid', 'plan.completed'],
  ],
  late: [
    [week('late'), paid('late', '10', '250.00')],
    [
      'plan.taken',
      'plan.active',
      'plan.rate_missed',
      'plan.in_arrears',
      'plan.rate_paid',
      'plan.caught_up',
      'plan.rate_missed',
      'plan.in_arrears',
    ],
  ],
  less: [
    [
      week('less'),
      { type: 'credit.noted', at: '2026-03-04T09:00:00Z', account: 'less', credit: 'C', amount: '250.00' },
      paid('less', '05', '250.00'),
    ],
    ['plan.taken', 'plan.reduced', 'plan.rate_paid', 'plan.completed'],
  ],
  never: [
    [week('never')],
    ['plan.taken', 'plan.active', 'plan.rate_missed', 'plan.in_arrears', 'plan.rate_missed', 'plan.broken'],
  ],
  anew: [
    [
      week('anew'),
      agrees('anew', 'M', '2026-03-04T14:00:00Z', {
        sum: '500.00',
        first: '2026-03-17',
        every: 'week',
        number: 2,
        replaces: 'L',
      }),
    ],
    ['plan.taken', 'plan.renegotiated', 'plan.taken', 'plan.active', 'plan.rate_missed', 'plan.in_arrears'],
  ],
  far: [[week('far', { first: '2026-03-17' })], ['plan.asked', 'plan.expired']],
  settled: [
    [...offered('settled'), paid('settled', '04', '400.00')],
    ['settlement.in_force', 'settlement.kept'],
  ],
  lapsed: [offered('lapsed'), ['settlement.in_force', 'settlement.lapsed']],
  bounced: [
    [
      ...offered('bounced'),
      paid('bounced', '04', '400.00', 'P'),
      { type: 'payment.reversed', at: '2026-03-09T09:00:00Z', account: 'bounced', payment: 'P' },
    ],
    ['settlement.in_force', 'settlement.kept', 'settlement.bounced'],
  ],
  waits: [offered('waits', { discount: 0.4 }), ['settlement.asked', 'settlement.expired']],
  beyond: [offered('beyond', { discount: 0.6 }), ['settlement.beyond']],
  twice: [
    [
      ...offered('twice'),
      offers('twice', 'T', '2026-03-04T10:00:00Z', { discount: 0.1, until: '2026-03-15' }),
      word('accepted', 'twice', 'T', '2026-03-04T12:00:00Z'),
    ],
    ['settlement.in_force', 'settlement.replaced', 'settlement.in_force', 'settlement.lapsed'],
  ],
}

const OF_AGREEMENTS = ENGINE_FACTS.filter((kind) => /^(promise|plan|settlement)\./.test(kind))

let real: RealEngine
let hooks: Receiver
beforeAll(async () => {
  const sections = `${PROMISES}${PLANS}${SETTLEMENTS}`.replaceAll(/^ +on(Broken|Missed): .*\n/gm, '')
  real = await realEngine(
    {},
    storySchedules((file) => `${sections}${file}`),
  )
  hooks = await receiver()
  await live()
})
afterAll(async () => {
  await hooks.stop()
  await real.close()
})

/** Everybody's facts are told on their day, and the engine looks at noon. */
async function live(): Promise<void> {
  const facts = Object.entries(LIVES).flatMap(([account, [told]], index) => {
    const phone = `+1202555${String(200 + index).padStart(4, '0')}`
    return [...anAccount(account, { debtor: `D-${account}`, phone, amount: '500.00' }), ...told]
  })
  facts.sort((a, b) => Date.parse(String(a['at'])) - Date.parse(String(b['at'])))
  for (let day = Date.parse('2026-03-01T12:00:00Z'); day <= Date.parse('2026-03-21T12:00:00Z'); day += DAY) {
    const noon = new Date(day).toISOString()
    await real.at(noon)
    const isOfDay = (fact: Record<string, unknown>) => {
      const at = Date.parse(String(fact['at']))
      return at <= day && at > day - DAY
    }
    const first = noon.startsWith('2026-03-01')
    const due = facts.filter((fact) => (first ? Date.parse(String(fact['at'])) <= day : isOfDay(fact)))
    if (due.length > 0) await real.take(...due)
    await real.morning(noon)
  }
}

async function deliver(): Promise<void> {
  const { db } = real
  const { vault } = real.engine
  const post = poster({ isPrivate: true, timeoutMs: 5_000, now: () => Date.now() })
  const asked = { name: 'hooks', url: hooks.url, kinds: [...OF_AGREEMENTS], bodies: true, from: 0 }
  const made = await subscribe({ db, vault, isPrivate: true, who: 'test' }, asked)
  if (made === 'taken' || 'problems' in made) throw new Error(JSON.stringify(made))
  hooks.secrets = [made.secret]
  const [hook] = await db.query<{ id: number }>('select id from webhook')
  const sure = fence(db)
  const [end] = await db.query<{ last: number }>(`select pg_sequence_last_value('fact_id_seq') as last`)
  await until(async () => (await sure()) >= (end?.last ?? 0))
  for (let more = true; more; ) {
    const one = await lease(db, hook?.id ?? 0, 30)
    if (!one) break
    more = await takeTurn({ db, vault, post, retries: [0, 0], leaseSeconds: 30 }, one, await sure())
  }
  post.close()
}

it('whoever subscribes is told each state of promises, plans and settlements, in order', async () => {
  await deliver()
  const told: Record<string, string[]> = {}
  for (const { type, account } of hooks.taken) (told[account ?? ''] ??= []).push(type)
  expect(told).toEqual(
    Object.fromEntries(Object.entries(LIVES).map(([account, [, kinds]]) => [account, kinds])),
  )
  expect(OF_AGREEMENTS.filter((kind) => !hooks.taken.some(({ type }) => type === kind))).toEqual([])
}, 240_000)

it('figures and the overview count what became of them by creditor', async () => {
  const counts = (await countAgreed(real.db)).map(
    ({ what, creditor, became, agreed }) => `${creditor} ${what} ${became} ${agreed}`,
  )
  expect(counts).toEqual([
    'acme plan broken 1',
    'acme plan kept 2',
    'acme plan open 2',
    'acme promise broken 3',
    'acme promise kept 1',
    'acme settlement broken 3',
    'acme settlement kept 1',
  ])
  expect(await readAgreedToday(real.db)).toEqual({ due: 0, inArrears: 2, asked: 0 })
})
