import { expect, test } from 'vitest'
import { realEngine } from '../support/real-engine.ts'
import { anAccount } from '../support/story-facts.ts'

test('four detectors at once open one case for each overdue account', async () => {
  const real = await realEngine()
  try {
    await real.at('2026-02-01T09:00:00Z')
    const accounts = Array.from({ length: 300 }, (_, index) => `A${index}`)
    await real.take(...accounts.flatMap((account) => anAccount(account, { debtor: `D-${account}` })))
    await real.at('2026-03-02T00:05:00Z')
    await Promise.all([real.detect(), real.detect(), real.detect(), real.detect()])
    const [cases] = await real.db.query<{ cases: number; accounts: number }>(
      'select count(*) as cases, count(distinct account_id) as accounts from collection_case',
    )
    expect(cases).toEqual({ cases: 300, accounts: 300 })
    const [facts] = await real.db.query<{ opened: number }>(
      `select count(*) as opened from fact where kind = 'case.opened'`,
    )
    expect(facts?.opened).toBe(300)
  } finally {
    await real.close()
  }
})
