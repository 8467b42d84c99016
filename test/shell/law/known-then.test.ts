import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoOf } from '../../../src/core/base/time.ts'
import { circumstancesOf } from '../../../src/core/compliance/known/from-dossier.ts'
import type { Circumstances } from '../../../src/core/model/question.ts'
import { dossierThen } from '../../../src/shell/law/known-then.ts'
import { readKnown } from '../../../src/shell/pg/read/known.ts'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { billed, fact, opened } from '../record/facts.ts'
import { type PgStage, pgStage } from '../record/pg-stage.ts'

/** What may be told of a person, by the day on which it happened. */
const TOLD: ((on: string, who: Who, nth: number) => Record<string, unknown>)[] = [
  (at, { account }) => fact('dispute.opened', at, { account, dispute: 'd' }),
  (at, { account }) => fact('dispute.resolved', at, { account, dispute: 'd', outcome: 'rejected' }),
  (at, { account }) => fact('dispute.resolved', at, { account, dispute: 'd', outcome: 'upheld' }),
  (at, { debtor, phone }) => fact('optout.received', at, { debtor, point: phone }),
  (at, { debtor, phone }) => fact('optout.withdrawn', at, { debtor, point: phone }),
  (at, { debtor }) => fact('optout.received', at, { debtor, channel: 'call' }),
  (at, { debtor, phone }) => fact('consent.given', at, { debtor, point: phone, consent: 'sms' }),
  (at, { debtor }) => fact('consent.revoked', at, { debtor, consent: 'sms' }),
  (at, { debtor }) => fact('cease.received', at, { debtor }),
  (at, { debtor }) => fact('cease.withdrawn', at, { debtor }),
  (at, { debtor }) => fact('hold.placed', at, { debtor, hold: 'h', reason: 'attorney' }),
  (at, { debtor }) => fact('hold.lifted', at, { debtor, hold: 'h' }),
  (at, { account }) => fact('payment.received', at, { account, payment: `p-${at}`, amount: '60.00' }),
  (at, { account }) => fact('promise.made', at, { account, promise: 'm', amount: '9.00', by: '2026-03-28' }),
  (at, { account }) => fact('promise.cancelled', at, { account, promise: 'm' }),
  (at, { account }) => fact('account.closed', at, { account, reason: 'sold' }),
  (at, { account }) => fact('account.reopened', at, { account }),
  (at, { debtor, phone }) => fact('point.invalid', at, { debtor, point: phone }),
  (at, { debtor, other }) => fact('point.added', at, { debtor, kind: 'phone', value: other }),
  (at, { debtor }) => fact('preference.set', at, { debtor, closed: [{ days: 'sun', hours: null }] }),
  (at, { account, debtor, other }) => openedAt(at, { account, debtor, phone: other }),
  (at, { account, phone }, nth) => recorded(at, nth, { account, point: phone, disposition: 'no_answer' }),
  (at, { account, phone }, nth) => recorded(at, nth, { account, point: phone, disposition: 'wrong_number' }),
  (at, { account }, nth) => recorded(at, nth, { account, disposition: 'rpc_attorney' }),
  (at, { debtor, phone }, nth) =>
    recorded(at, nth, {
      debtor,
      point: phone,
      channel: 'sms',
      direction: 'in',
      disposition: 'replied',
      text: 'STOP',
    }),
]

interface Who {
  account: string
  debtor: string
  phone: string
  other: string
}

const openedAt = (at: string, more: Record<string, unknown>) => opened('', { at, key: `o-${at}`, ...more })
const recorded = (at: string, nth: number, more: Record<string, unknown>) =>
  fact('contact.recorded', at, { key: `c-${at}-${nth}`, channel: 'call', ...more })
const onDay = (day: number, hour = 9) =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`

describe('what had been recorded by an instant', () => {
  let stage: PgStage
  beforeAll(async () => void (stage = await pgStage()))
  afterAll(() => stage.close())

  /** Evidence in no order: which of two entries counts is told by their instants. */
  const circumstances = (dossier: Parameters<typeof circumstancesOf>[0]): Circumstances => {
    const { history, evidence, statuses, ...file } = circumstancesOf(dossier)
    const sorted = <T>(list: T[]): T[] =>
      [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    return { ...file, history: sorted(history), evidence: sorted(evidence), statuses: sorted(statuses) }
  }
  const seenAt = async (debtor: string, at: number) => {
    const now = await stage.dossier(debtor)
    const rows = await stage.db.transaction((tx) => readKnown(tx, now.person.id, at))
    const then = await dossierThen(rows, now, at)
    return then && circumstances(then)
  }

  let runs = 0
  test(
    'the knowledge is what the law saw then, whatever was recorded later and however it is dated',
    async () => {
      const telling = fc.record({ kind: fc.nat(TOLD.length - 1), back: fc.nat(6), neighbour: fc.boolean() })
      await fc.assert(
        fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 12 }), async (tellings) => {
          const run = ++runs
          const phone = (nth: number) => `+120255${String(50_000 + run * 3 + nth)}`
          const [own, next] = [0, 1].map((nth): Who => {
            const name = `${run}-${nth}`
            return { account: `A${name}`, debtor: `D${name}`, phone: phone(0), other: phone(nth + 1) }
          }) as [Who, Who]
          await stage.at(onDay(8))
          for (const who of [own, next]) {
            const { account, debtor } = who
            await stage.record(
              { ...openedAt(onDay(1), { account, debtor, phone: who.phone }), household: `H${run}` },
              billed(account, 'I1', '2026-02-01', '200.00'),
            )
          }
          const live: [at: number, file: Circumstances][] = []
          for (const [nth, { kind, back, neighbour }] of tellings.entries()) {
            const now = onDay(9 + nth)
            await stage.at(now)
            await stage.record(TOLD[kind]?.(onDay(9 + nth - back, nth), neighbour ? next : own, nth) ?? {})
            live.push([Date.parse(now), circumstances(await stage.dossier(own.debtor))])
          }
          for (const [at, file] of live) expect(await seenAt(own.debtor, at)).toEqual(file)
        }),
        drawn(25),
      )
    },
    LONG_ENOUGH,
  )

  test('the knowledge is nothing of whoever was not known yet', async () => {
    await stage.at(onDay(20))
    await stage.record(openedAt(onDay(2), { account: 'AZ', debtor: 'DZ', phone: '+12025550199' }))
    expect(await seenAt('DZ', Date.parse(onDay(19)))).toBeNull()
  })

  test('a contact of the engine counts as it was: open until it was taken back, sent until more was told', async () => {
    await stage.at(onDay(2))
    await stage.record(openedAt(onDay(1), { account: 'AE', debtor: 'DE' }), billed('AE', 'I1', '2026-02-01'))
    await stage.detect()
    const made = { channel: 'sms', state: 'planned', from: onDay(15) }
    const ids = [await stage.contact('AE', made), await stage.contact('AE', { ...made, attempt: 2 })]
    const set = `update contact set created_at = '${onDay(10)}', changed_at = '${onDay(12)}'`
    await stage.db.query(`${set}, state = 'cancelled' where id = $1`, [ids[0]])
    await stage.db.query(`${set}, state = 'sent', outcome = 'sent', at = '${onDay(11)}' where id = $1`, [
      ids[1],
    ])
    await stage.at(onDay(14))
    const told = { account: 'AE', contact: ids[1], disposition: 'delivered' }
    await stage.record(fact('contact.outcome', onDay(11, 10), told))
    const seen = async (day: number) =>
      (await seenAt('DE', Date.parse(onDay(day))))?.history.map(
        ({ at, outcome }) => `${outcome} ${isoOf(at)}`,
      )
    expect(await seen(9)).toEqual([])
    expect(await seen(10)).toEqual([`pending ${onDay(15)}`, `pending ${onDay(15)}`])
    expect(await seen(11)).toEqual([`sent ${onDay(11)}`, `pending ${onDay(15)}`])
    expect(await seen(13)).toEqual([`sent ${onDay(11)}`])
    expect(await seen(14)).toEqual([`delivered ${onDay(11)}`])
  })
})
