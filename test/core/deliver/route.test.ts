import { describe, expect, test } from 'vitest'
import { carrierOf, carriersOf } from '../../../src/core/deliver/route.ts'
import { RoutesSchema } from '../../../src/core/model/routes.ts'

const routes = RoutesSchema.parse({
  routes: [
    { channel: 'sms', region: ['CN'], providers: [{ provider: 'east' }] },
    { channel: 'sms', region: ['US-NY'], creditor: ['acme'], providers: [{ provider: 'york' }] },
    {
      channel: 'sms',
      providers: [
        { provider: 'spare', share: 0 },
        { provider: 'big', share: 70 },
        { provider: 'small', share: 30 },
      ],
    },
  ],
})
const letter = { channel: 'sms', creditor: 'other', regions: ['US-NY'], reference: 'r' }

describe('who may carry a message', () => {
  test('the gateway of the settings carries it where nothing is routed', () => {
    expect(carriersOf(undefined, letter)).toEqual(['gateway'])
    expect(carriersOf({ routes: [] }, letter)).toEqual(['gateway'])
  })

  test('the first route that fits by place and creditor counts', () => {
    expect(carriersOf(routes, { ...letter, regions: ['CN-31'] })).toEqual(['east'])
    expect(carriersOf(routes, { ...letter, creditor: 'acme' })).toEqual(['york'])
    expect(carriersOf(routes, { ...letter, regions: ['US-CA'], creditor: 'acme' })).toHaveLength(3)
    expect(carriersOf(routes, { ...letter, channel: 'email' })).toEqual([])
  })

  test('shares are kept, nobody without a share is first, and a reference keeps its provider', () => {
    const first = Array.from(
      { length: 4000 },
      (_, n) => carriersOf(routes, { ...letter, reference: `r-${n}` })[0],
    )
    const share = (name: string) => first.filter((one) => one === name).length / first.length
    expect(share('big')).toBeGreaterThan(0.65)
    expect(share('big')).toBeLessThan(0.75)
    expect(share('spare')).toBe(0)
    expect(carriersOf(routes, letter)).toEqual(carriersOf(routes, letter))
  })
})

describe('who carries it now', () => {
  const now = (passedOver: string[] = [], shut: string[] = []) =>
    carrierOf(['a', 'b'], {
      channel: 'sms',
      passedOver,
      breakers: shut.map((provider, at) => ({
        channel: 'sms',
        provider,
        kind: 'refuses',
        retryAt: 100 + at,
      })),
    })

  test('the first one, then whoever was not passed over, then all of them anew', () => {
    expect(now()).toEqual({ provider: 'a', hasOther: true })
    expect(now(['a'])).toEqual({ provider: 'b', hasOther: false })
    expect(now(['a', 'b'])).toEqual({ provider: 'a', hasOther: false })
  })

  test('one that refuses our credentials is left out; where all do, the message waits', () => {
    expect(now([], ['a'])).toEqual({ provider: 'b', hasOther: false })
    expect(now([], ['a', 'b'])).toMatchObject({ retryAt: 100 })
    expect(carrierOf([], { channel: 'sms', passedOver: [], breakers: [] })).toBeNull()
    const elsewhere = [{ channel: 'email', provider: 'a', kind: 'silent' as const, retryAt: 1 }]
    expect(carrierOf(['a'], { channel: 'sms', passedOver: [], breakers: elsewhere })).toMatchObject({
      provider: 'a',
    })
  })
})
