import { describe, expect, test } from 'vitest'
import type { Pack } from '../../../src/core/compliance/pack/pack.ts'
import type { Automation } from '../../../src/core/base/list.ts'
import { packOf } from '../../support/law.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

/** One text of that kind in thirty days. */
const oneOf = (only: Record<string, string[]>): Pack =>
  packOf([
    {
      kind: 'cap',
      rule: 'XX-KIND',
      appliesTo: { channels: ['sms'] },
      parameters: { max: 1, per: ['person'], span: { days: 30 }, counts: 'attempt', only },
    },
  ])

const spokenBy = (automation: Automation, pack: Pack) => {
  const { schedules, hash } = schedulesWith(pack)
  return {
    schedules: { ...schedules, templates: schedules.templates.map((one) => ({ ...one, automation })) },
    hash,
  }
}

/** A robot may text the account. */
const AGREED = [
  ...anAccount('A1'),
  { type: 'consent.given', at: '2026-01-05T09:00:00Z', account: 'A1', consent: 'autodial' },
]

const KINDS = [
  ['automation', 'bot', 'human'],
  ['lines', 'mobile', 'landline'],
  ['actors', 'first_party', 'third_party'],
  ['products', 'consumer_loan', 'credit_card'],
  ['actions', 'contact', 'negotiate'],
] as const

describe.each(Object.entries(ENGINES))('a cap that selects by the kind of a contact, %s', (_, open) => {
  test.each(KINDS)('the cap counts what the engine made: %s %s and not %s', async (key, own, other) => {
    for (const [value, counts] of [
      [own, true],
      [other, false],
    ] as const) {
      const engine = await open(spokenBy('bot', oneOf({ [key]: [value] })))
      await engine.at('2026-03-02T00:05:00Z', ...AGREED)
      for (const day of ['02', '03', '04']) await engine.at(`2026-03-${day}T10:00:00Z`)
      expect(await engine.contacts()).toEqual(
        counts ? ['friendly#1 sent'] : ['friendly#1 sent', 'second#1 sent'],
      )
      expect((await engine.decisions()).some((line) => line.includes('refused second XX-KIND'))).toBe(counts)
      await engine.close()
    }
  })

  test.each([
    [{ automation: 'bot' }, true],
    [{ automation: 'human' }, false],
    // What is not known of it counts as meant.
    [{}, true],
  ])('the cap counts a contact made outside that says %o of itself: %s', async (said, counts) => {
    const engine = await open(schedulesWith(oneOf({ automation: ['bot'] })))
    const made = { type: 'contact.recorded', account: 'A1', channel: 'sms', disposition: 'delivered' }
    const at = '2026-02-20T10:00:00Z'
    await engine.at('2026-03-02T00:05:00Z', ...AGREED, { ...made, at, ...said })
    await engine.at('2026-03-02T10:00:00Z')
    expect(await engine.contacts()).toEqual([`friendly#1 ${counts ? 'planned' : 'sent'}`])
    await engine.close()
  })
})
