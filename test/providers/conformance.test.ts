import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fate, FATES, type Telling } from '../../demo/vendor/vendor.ts'
import type { Parcel, Sent } from '../../src/channels/channel.ts'
import { RECEIPTS } from '../../src/core/channel/disposition.ts'
import { classOf, traitsOf } from '../../src/providers/class.ts'
import { callbackReader } from '../../src/shell/http/read-callback.ts'
import { CANDIDATES, MADE_OF, type Opened, opened, TEXT } from './every-provider.ts'

const NUMBER = '+8613900001234'
const PATIENCE_MS = 30_000
/** The vendor is never as slow to take a message, and never answers sooner. */
const SLOW_MS = 1_500
const MINUTE = 60_000

/** What the answer to the request may be called, by what became of it. */
const HEARD: Record<Fate, readonly string[]> = {
  accept: ['accepted'],
  reset_before: ['ambiguous'],
  reset_after: ['ambiguous'],
  timeout_408: ['ambiguous'],
  busy_429: ['rate_limited'],
  error_500_before: ['ambiguous'],
  error_500_after: ['ambiguous'],
  slow_accept: ['ambiguous'],
  truncated: ['ambiguous'],
  invalid_number: ['invalid_number'],
  number_in_error: ['ambiguous'],
}

describe.each(CANDIDATES)('$name, of class $class', (candidate) => {
  let open: Opened
  beforeAll(async () => void (open = await opened(candidate)))
  afterAll(() => open.close())
  beforeEach(() => {
    open.vendor.taken.length = 0
    open.vendor.fate = 'accept'
    open.vendor.beforeAnswer = async () => {}
  })

  const parcel = (): Parcel => {
    const now = Date.now()
    const route = { channel: candidate.channel ?? 'sms', provider: candidate.name }
    const words = { to: NUMBER, text: TEXT, madeOf: MADE_OF }
    return { ...route, reference: randomUUID(), ...words, at: now, validUntil: now + MINUTE }
  }
  const sentOf = ({ channel, provider, reference, to, at }: Parcel): Sent => {
    return { channel, provider, reference, to, at, providerRef: null }
  }
  const send = (one: Parcel) =>
    open.provider.send(one, open.vendor.fate === 'slow_accept' ? SLOW_MS : PATIENCE_MS)
  const referenceOf = ({ reference }: Parcel) => (candidate.byItsId ? null : reference)
  /** What is seen of a message that is there, or is not: one that may be left out is never said to be absent. */
  const asked = (seen: 'found' | 'absent') => {
    const { asked: how, mayOmit } = open.adapter.capabilities
    if (how === null) return 'cannot_ask'
    return mayOmit && seen === 'absent' ? 'no_answer' : seen
  }
  const look = (one: Parcel) => open.provider.look(sentOf(one), PATIENCE_MS)

  test('its class follows from what it can do', () => {
    expect(classOf(open.adapter.capabilities)).toBe(candidate.class)
  })

  test('the number, the text and our reference arrive as they are', async () => {
    const one = parcel()
    expect(await send(one)).toEqual({ kind: 'accepted', providerRef: 'v-1' })
    expect(open.vendor.taken).toMatchObject([{ reference: one.reference, text: TEXT }])
    expect(NUMBER).toContain(open.vendor.taken[0]?.to)
  })

  test.for(Object.keys(FATES) as Fate[])('the fate %s is told as it was', async (fate) => {
    open.vendor.fate = fate
    const one = parcel()
    const answer = await send(one)
    const heard = candidate.knowsNoNumbers && fate === 'invalid_number' ? ['refused'] : HEARD[fate]
    expect(heard).toContain(answer.kind)
    expect(JSON.stringify(answer)).not.toContain(NUMBER.slice(3))
    expect(open.vendor.taken).toHaveLength(FATES[fate].takes ? 1 : 0)
    if (answer.kind !== 'ambiguous') return
    open.vendor.fate = 'accept'
    expect((await look(one)).seen).toBe(asked(FATES[fate].takes ? 'found' : 'absent'))
  })

  test('our message is found among many to the same number, and not mistaken for another', async () => {
    const many = Array.from({ length: 120 }, parcel)
    for (const one of many) expect((await send(one)).kind).toBe('accepted')
    const seen = await Promise.all([look(many[0] ?? parcel()), look(many[119] ?? parcel()), look(parcel())])
    const named = (id: string) => ({ providerRef: candidate.listsNoId ? null : id })
    const isFound = ({ seen: one }: { seen: string }) => one === 'found'
    expect(seen.map(({ seen: one }) => one).toSpliced(1, 1)).toEqual([asked('found'), asked('absent')])
    if (isFound(seen[0])) expect(seen[0]).toMatchObject(named('v-1'))
    if (traitsOf(candidate.class).byItself) expect(seen[1]).toEqual({ seen: 'found', ...named('v-120') })
    else expect(seen[1]).not.toEqual({ seen: 'absent' })
  })

  describe('what it tells', () => {
    const read = callbackReader(candidate.channel ?? 'sms')
    const told = async (status: Telling['status'], now = Date.now()) => {
      const one = parcel()
      await send(one)
      const message = open.vendor.taken.at(-1)
      if (!message) throw new Error('nothing was taken')
      return { one, message, post: open.protocol.post({ message, status, now }) }
    }

    test.for([
      ['arrived', 'delivered'],
      ['lost', 'undelivered'],
    ] as const)('a message that %s is called %s', async ([met, status]) => {
      const { one, message, post } = await told(met)
      const got = await open.read(post, Date.now())
      expect(got).toMatchObject({
        ok: true,
        told: [{ given: { reference: referenceOf(one), id: message.id } }],
      })
      const [first] = got.ok ? got.told : []
      const placed = { ...first?.given, reference: one.reference }
      expect(read(placed)).toMatchObject({ callback: { type: 'receipt', status } })
    })

    test('a receipt that comes twice has one name, and another has another', async () => {
      const { message, post } = await told('arrived')
      const now = Date.now()
      const nameOf = (got: Awaited<ReturnType<typeof open.read>>) =>
        got.ok ? got.told.map(({ id, said }) => ({ id, said })) : null
      const once = nameOf(await open.read(post, now))
      expect(nameOf(await open.read(post, now + 1000))).toEqual(once)
      const other = nameOf(await open.read(open.protocol.post({ message, status: 'lost', now }), now))
      expect(other?.[0]?.id).not.toBe(once?.[0]?.id)
    })

    test('a receipt that comes before the answer names our reference', async () => {
      const seen: unknown[] = []
      open.vendor.beforeAnswer = async (message) => {
        const post = open.protocol.post({ message, status: 'arrived', now: Date.now() })
        seen.push(await open.read(post, Date.now()))
      }
      const one = parcel()
      expect(await send(one)).toMatchObject({ kind: 'accepted' })
      expect(seen).toMatchObject([{ told: [{ given: { reference: referenceOf(one) } }] }])
    })

    test('whoever does not know the secret is not heard', async () => {
      const { post } = await told('arrived')
      expect(await open.read(open.protocol.forged(post), Date.now())).toEqual({
        ok: false,
        why: 'bad_signature',
      })
    })

    test('a body that was played back later, or cut, says nothing', async () => {
      const { post } = await told('arrived')
      const later = await open.read(post, Date.now() + 10 * MINUTE)
      // What bears no date is known by its name alone.
      expect(later).toMatchObject(candidate.dated ? { ok: false, why: 'stale_signature' } : { ok: true })
      const cut = { ...post, body: post.body.slice(0, post.body.length / 2) }
      const half = await open.read(cut, Date.now())
      const [first] = half.ok ? half.told : []
      expect(half.ok && 'callback' in read(first?.given)).toBe(false)
    })

    test('a word that is in no list is refused, and not read as another', async () => {
      const { one, post } = await told('unheard_of')
      const got = await open.read(post, Date.now())
      const [first] = got.ok ? got.told : []
      expect(RECEIPTS).not.toContain(first?.given?.['status'])
      expect(read(first?.given)).toMatchObject({ refused: { reference: referenceOf(one) } })
    })

    test.for([-2, 2])('a clock that is %i minutes off is borne', async (minutes) => {
      const { post } = await told('arrived', Date.now() + minutes * MINUTE)
      expect(await open.read(post, Date.now())).toMatchObject({ ok: true })
    })
  })
})
