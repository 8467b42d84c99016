import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Parcel, Sent } from '../../../src/channels/channel.ts'
import { HOUR, MINUTE } from '../../../src/core/base/time.ts'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import type { Sighting } from '../../../src/core/deliver/unknown.ts'
import { RoutesSchema } from '../../../src/core/model/routes.ts'
import type { Provider } from '../../../src/flow/ports/deliver.ts'
import { redeemBatch, settleBatch } from '../../../src/flow/deliver.ts'
import { relayPage } from '../../../src/flow/relay.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import type { PermitContact } from '../../../src/core/deliver/ask.ts'
import { leavingSilent } from '../../../src/shell/provider/silence.ts'
import { sendAll } from './deliver.contract.ts'
import { type Account, type Depot, depotOf, NOW, refOf, type Stage } from './stage.ts'

const QUIET = 10 * MINUTE
const routes = RoutesSchema.parse({
  routes: [{ channel: 'sms', providers: [{ provider: 'first' }, { provider: 'second', share: 0 }] }],
})

/** Providers that answer as they are told, and remember by what name they were asked. */
interface Played extends Provider {
  sent: Parcel[]
  asked: Sent[]
  answers: Record<string, ProviderAnswer>
  sighting: Sighting
}

function played(answers: Record<string, ProviderAnswer>): Played {
  const own: Played = {
    sent: [],
    asked: [],
    answers,
    sighting: { seen: 'absent' },
    send: async (parcel) => {
      own.sent.push(parcel)
      return own.answers[parcel.provider] ?? { kind: 'not_reached', code: 'no_provider' }
    },
    look: async (sent) => {
      own.asked.push(sent)
      return own.sighting
    },
  }
  return own
}

const UNREACHED = { kind: 'not_reached', code: 'econnrefused' } as const
const ACCEPTED = { kind: 'accepted', providerRef: 'p-1' } as const
const UNANSWERED = { kind: 'not_reached', code: 'timeout', unanswered: 1 } as const
const SILENCE = { kind: 'ambiguous', code: 'timeout', unanswered: 1 } as const

const always: PermitContact = () => ({ answer: 'permit', until: NOW + HOUR, duties: [], warnings: [] })
const FIVE: [number, Account][] = [
  [1, 11],
  [2, 12],
  [3, 21],
  [4, 31],
  [5, 41],
]
const FIRST_FIVE = FIVE.map(([id, account]) => ({ id, account }))
/** Two of the five debtors have one more each. */
const TWO_MORE: { id: number; account: Account; attempt: number }[] = [
  { id: 6, account: 11, attempt: 2 },
  { id: 7, account: 31, attempt: 2 },
]

/** Who carries a message, whom another one stands in for, and who is asked later. */
export function carrierContract(name: string, open: () => Promise<Stage>): void {
  describe(`carriers on ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const opened = async (provider: Played): Promise<Depot> => {
      await stage.contacts([{ id: 1, account: 11 }])
      return depotOf(stage, { provider, words: { routes } })
    }
    const again = async (depot: Depot): Promise<string[]> => {
      await relayPage({ store: stage.relay, enqueuer: depot.sweep.enqueuer })
      return sendAll(depot, [[1, 11]])
    }
    const by = (provider: Played) => provider.sent.map((one) => one.provider)

    test('another carries the message at once, under the same reference, where one is not reached', async () => {
      const provider = played({ first: UNREACHED, second: ACCEPTED })
      const depot = await opened(provider)
      await sendAll(depot, [[1, 11]])
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', notBefore: NOW, at: null })
      expect(await again(depot)).toEqual(['send'])
      expect(by(provider)).toEqual(['first', 'second'])
      expect(new Set(provider.sent.map(({ reference }) => reference)).size).toBe(1)
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', providerRef: 'p-1' })
    })

    test('a message waits where none is reached, and begins again with the first', async () => {
      const provider = played({ first: UNREACHED, second: UNREACHED })
      const depot = await opened(provider)
      await sendAll(depot, [[1, 11]])
      await again(depot)
      expect((await stage.contact(1)).notBefore).toBeGreaterThan(NOW)
      await stage.setNow(NOW + MINUTE)
      await again(depot)
      expect(by(provider)).toEqual(['first', 'second', 'first'])
    })

    test('nobody else carries what the first may have accepted: that one is asked, with the message at hand', async () => {
      const provider = played({ first: SILENCE, second: ACCEPTED })
      const depot = await opened(provider)
      await sendAll(depot, [[1, 11]])
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
      provider.sighting = { seen: 'found', providerRef: 'p-9' }
      await stage.setNow(NOW + QUIET)
      expect(await sweep(depot.sweep)).toMatchObject({ resolved: 1, failed: [] })
      expect(provider.asked).toMatchObject([
        { provider: 'first', channel: 'sms', at: NOW, providerRef: null },
      ])
      expect(by(provider)).toEqual(['first'])
      expect(await stage.contact(1)).toMatchObject({ state: 'sent', providerRef: 'p-9' })
    })

    test('what cannot be asked about is for a human, once, and is not repeated', async () => {
      const provider = played({ first: SILENCE, second: ACCEPTED })
      const depot = await opened(provider)
      await sendAll(depot, [[1, 11]])
      provider.sighting = { seen: 'cannot_ask' }
      for (const after of [QUIET, 3 * QUIET, 9 * QUIET]) {
        await stage.setNow(NOW + after)
        expect(await sweep(depot.sweep)).toMatchObject({ resolved: 0, failed: [] })
      }
      expect(await stage.humanTasks()).toHaveLength(1)
      expect(await again(depot)).toEqual(['gone'])
      expect(by(provider)).toEqual(['first'])
      expect(await stage.contact(1)).toMatchObject({ state: 'unknown' })
    })

    test('one that refuses our credentials is left out until it is tried again', async () => {
      const provider = played({ first: { kind: 'locked_out', code: 'http_401' }, second: ACCEPTED })
      const depot = await opened(provider)
      await stage.contacts([{ id: 2, account: 31 }])
      await sendAll(depot, [[1, 11]])
      await sendAll(depot, [[2, 31]])
      expect(by(provider)).toEqual(['first', 'second'])
      expect(await stage.contact(2)).toMatchObject({ state: 'sent' })
    })

    test.for(['ambiguous', 'not_reached'] as const)(
      'one that answers none of five in a row (%s) is left alone for a minute: others carry what was never tried there',
      async (kind) => {
        const provider = played({ first: { kind, code: 'timeout', unanswered: 1 }, second: ACCEPTED })
        await stage.contacts([...FIRST_FIVE, ...TWO_MORE])
        const depot = depotOf(stage, {
          provider: leavingSilent(provider, { machine: { now: () => NOW } }),
          permit: always,
          words: { routes },
        })
        await sendAll(depot, FIVE)
        expect(by(provider)).toEqual(FIVE.map(() => 'first'))
        const became = kind === 'ambiguous' ? 'unknown' : 'planned'
        for (const [id] of FIVE) expect(await stage.contact(id)).toMatchObject({ state: became })
        expect(await sendAll(depot, [[6, 11]])).toEqual(['send'])
        expect(by(provider).slice(5)).toEqual(['second'])
        expect(await stage.contact(6)).toMatchObject({ state: 'sent' })
        await stage.setNow(NOW + MINUTE)
        await sendAll(depot, [[7, 31]])
        expect(by(provider).slice(6)).toEqual(['first'])
      },
    )

    test('where nobody else carries it, what was never tried waits and says why', async () => {
      const provider = played({ gateway: UNANSWERED })
      await stage.contacts([...FIRST_FIVE, ...TWO_MORE.slice(0, 1)])
      const depot = depotOf(stage, {
        provider: leavingSilent(provider, { machine: { now: () => NOW } }),
        permit: always,
      })
      await sendAll(depot, FIVE)
      expect(await sendAll(depot, [[6, 11]])).toEqual(['handed_back'])
      expect(await stage.contact(6)).toMatchObject({
        state: 'planned',
        notBefore: NOW + MINUTE,
        rules: ['provider_silent'],
      })
      expect(provider.sent).toHaveLength(5)
    })

    test('a single message asks one that was silent a minute ago; the others come back untried, count no try and leave their places of the hour to those who are sent', async () => {
      const provider = played({ first: UNANSWERED, second: ACCEPTED })
      await stage.contacts([...FIRST_FIVE, ...TWO_MORE])
      const depot = depotOf(stage, {
        provider: leavingSilent(provider, { machine: { now: () => NOW } }),
        permit: always,
        perHour: 7,
        words: { routes },
      })
      await sendAll(depot, FIVE)
      await stage.setNow(NOW + MINUTE)
      await sendAll(depot, [
        [6, 11],
        [7, 31],
      ])
      expect(by(provider).slice(5)).toEqual(['first'])
      const untried = await stage.contact(7)
      expect(untried).toMatchObject({ state: 'planned', providerCode: 'provider_silent', at: null, tries: 0 })
      await relayPage({ store: stage.relay, enqueuer: depot.sweep.enqueuer })
      await sendAll(depot, [[7, 31]])
      expect(by(provider).slice(6)).toEqual(['second'])
      expect(await stage.contact(7)).toMatchObject({ state: 'sent', tries: 1 })
    })

    test('what comes back untried leaves its place in the hour in which it was taken, once', async () => {
      const provider = played({})
      await stage.contacts([{ id: 1, account: 11 }])
      const depot = depotOf(stage, { provider, permit: always, perHour: 5 })
      const [one] = await redeemBatch(depot.deliver, [refOf(1, 11)])
      if (one?.answer !== 'send') throw new Error('it was not permitted')
      const { permitted } = one
      const answer = { kind: 'not_tried', code: 'provider_silent', silent: true } as const
      const taken = () =>
        stage.deliver.transaction((tx) => tx.takeRate({ channel: 'sms', wanted: 9, perHour: 5 }))
      await stage.setNow(NOW + HOUR)
      expect(await taken()).toBe(5)
      for (let times = 0; times < 2; times++) await settleBatch(depot.deliver, [{ permitted, answer }])
      expect(await taken()).toBe(0)
      await stage.setNow(NOW)
      expect(await taken()).toBe(5)
    })

    test('a message for which no route is named waits, and says why', async () => {
      const provider = played({})
      await stage.contacts([{ id: 1, account: 11 }])
      const elsewhere = RoutesSchema.parse({
        routes: [{ channel: 'sms', region: ['CN'], providers: [{ provider: 'first' }] }],
      })
      const depot = depotOf(stage, { provider, words: { routes: elsewhere } })
      expect(await sendAll(depot, [[1, 11]])).toEqual(['handed_back'])
      expect(provider.sent).toEqual([])
      expect(await stage.contact(1)).toMatchObject({ state: 'planned', rules: ['no_provider'] })
    })
  })
}
