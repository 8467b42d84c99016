import { expect, test } from 'vitest'
import { ContentHash } from '../../../src/core/base/id.ts'
import { ENGINES } from '../../support/small-engines.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { schedulesWith } from '../../support/two-engines.ts'

const inGermany = (account: string, debtor: string, more = {}) =>
  anAccount(account, {
    debtor,
    region: 'DE',
    zone: 'Europe/Berlin',
    phone: `+4915112345${account.slice(1)}`,
    ...more,
  })

test.for(Object.entries(ENGINES))(
  'cases open where no law is on file, are held, and are asked about once, %s',
  async ([, start]) => {
    const engine = await start(schedulesWith())
    try {
      await engine.at(
        '2026-03-02T08:00:00Z',
        ...inGermany('A671', 'D1'),
        ...inGermany('A672', 'D2'),
        ...anAccount('A673', { debtor: 'D3', phone: '+12025550111' }),
      )
      await engine.at('2026-03-02T10:00:00Z')
      await engine.at('2026-03-03T10:00:00Z')
      expect(await engine.contacts()).toEqual(['friendly#1 sent'])
      expect((await engine.tasks()).filter((task) => task.includes('no_law'))).toEqual([
        'no_law_on_file DE A671 compliance',
      ])
      expect((await engine.decisions()).filter((one) => one.includes('no_law'))).toEqual([
        'waiting - no_law_on_file:ground',
        'waiting - no_law_on_file:ground',
      ])
    } finally {
      await engine.close()
    }
  },
)

test.for(Object.entries(ENGINES))(
  'a place that residences.yaml lists is contacted, and a product that its packs leave out is not, %s',
  async ([, start]) => {
    const { schedules, hash } = schedulesWith()
    const line = { region: 'DE', acceptedOn: '2026-02-01', reason: 'counsel has looked' }
    const ladder = schedules.strategies.map((one) => ({ ...one, applies: {} }))
    const engine = await start({
      schedules: { ...schedules, strategies: ladder, residences: { residences: [line] } },
      hash,
    })
    try {
      const [opened = {}, bill = {}] = anAccount('A674', { debtor: 'D4', region: 'IN', zone: 'Asia/Kolkata' })
      await engine.at(
        '2026-03-02T04:00:00Z',
        ...inGermany('A671', 'D1'),
        { ...opened, product: 'installment_loan', phone: '+919812345678' },
        bill,
      )
      for (const hour of ['04:30', '10:00', '15:00']) await engine.at(`2026-03-02T${hour}:00Z`)
      expect(await engine.contacts()).toEqual(['friendly#1 sent'])
      expect((await engine.open()).map(({ kind, reason }) => `${kind} ${reason.slice(0, 4)}`)).toEqual([
        'no_law_on_file IN: ',
      ])
    } finally {
      await engine.close()
    }
  },
)

test.for(Object.entries(ENGINES))(
  'law that is published closes what was asked about it; law that goes again holds again and is asked about again, %s',
  async ([, start]) => {
    const without = schedulesWith()
    const line = { region: 'DE', acceptedOn: '2026-03-02', reason: 'counsel has looked' }
    const accepted = {
      schedules: { ...without.schedules, residences: { residences: [line] } },
      hash: ContentHash.parse('c'.repeat(64)),
    }
    const engine = await start(without)
    const asked = async () => (await engine.open()).filter(({ kind }) => kind === 'no_law_on_file').length
    try {
      await engine.at('2026-03-02T08:00:00Z', ...inGermany('A671', 'D1'), ...inGermany('A672', 'D2'))
      expect(await asked()).toBe(1)
      await engine.publish(accepted)
      await engine.at('2026-03-03T07:00:00Z')
      await engine.at('2026-03-03T10:00:00Z')
      expect(await asked()).toBe(0)
      expect(await engine.contacts()).toEqual(['friendly#1 sent', 'friendly#1 sent'])
      await engine.publish(without)
      await engine.at('2026-03-08T07:00:00Z')
      await engine.at('2026-03-08T10:00:00Z')
      expect(await asked()).toBe(1)
      expect(await engine.contacts()).toEqual(['friendly#1 sent', 'friendly#1 sent'])
    } finally {
      await engine.close()
    }
  },
)

test('publishing reviews at once the cases whose law has come or gone, and closes what was asked of somebody who has paid since', async () => {
  const without = schedulesWith()
  const line = { region: 'DE', acceptedOn: '2026-03-02', reason: 'counsel has looked' }
  const accepted = {
    schedules: { ...without.schedules, residences: { residences: [line] } },
    hash: ContentHash.parse('c'.repeat(64)),
  }
  const engine = await ENGINES['in Postgres'](without)
  try {
    await engine.at('2026-03-02T08:00:00Z', ...inGermany('A671', 'D1'), ...inGermany('A672', 'D2'))
    await engine.at('2026-03-02T08:10:00Z', pays('A671', '2026-03-02T08:05:00Z'))
    expect(await engine.tasks()).toEqual(['no_law_on_file DE A671 compliance'])
    expect(await engine.nextReview()).toBeGreaterThan(Date.parse('2026-03-02T08:10:00Z'))
    await engine.publish(accepted)
    expect(await engine.tasks()).toEqual([])
    expect(await engine.nextReview()).toBe(Date.parse('2026-03-02T08:10:00Z'))
    await engine.at('2026-03-02T08:20:00Z')
    await engine.publish(without)
    expect(await engine.nextReview()).toBe(Date.parse('2026-03-02T08:20:00Z'))
  } finally {
    await engine.close()
  }
})
