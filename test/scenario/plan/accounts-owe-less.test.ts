import { test } from 'vitest'
import { coreEngine } from '../../../src/shell/replay/core-engine.ts'
import { agrees, PLANS } from '../../support/plan-story.ts'
import { offers, SETTLEMENTS, word } from '../../support/settlement-story.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount, pays } from '../../support/story-facts.ts'
import { tell } from '../../support/story.ts'
import { servedEngine } from '../../support/served-engine.ts'

const from = Date.parse('2026-02-01T00:00:00Z')
const calls = '    onMissed: missed-call\n    onBroken: broken-call\n'
const schedules = () => storySchedules((file) => `${PLANS.replace(calls, '')}${SETTLEMENTS}${file}`)
const ENGINES: [string, () => ReturnType<typeof coreEngine>][] = [
  ['in memory', async () => coreEngine(schedules(), { from })],
  ['on real servers', async () => servedEngine(schedules(), from)],
]

test.for(ENGINES)(
  'a plan over two accounts of which one is settled and one credited ends where the other has paid: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      story.given(
        ...anAccount('A1'),
        ...anAccount('A2'),
        ...anAccount('B1', { debtor: 'D2', phone: '+12025550101' }),
        ...anAccount('B2', { debtor: 'D2', phone: '+12025550101' }),
        // 400.00 in four rates of 100.00 over two accounts.
        agrees('A1', 'p', '2026-03-02T08:00:00Z', { accounts: ['A2'], sum: '400.00' }),
        offers('A2', 'S', '2026-03-03T09:00:00Z', { amount: '160.00', until: '2026-03-20' }),
        word('accepted', 'A2', 'S', '2026-03-03T10:00:00Z'),
        pays('A2', '2026-03-12T09:00:00Z', { payment: 'S', amount: '160.00' }),
        pays('A1', '2026-03-09T09:00:00Z', { payment: 'P1', amount: '100.00' }),
        pays('A1', '2026-03-16T09:00:00Z', { payment: 'P2', amount: '100.00' }),
        agrees('B1', 'q', '2026-03-02T08:00:00Z', { accounts: ['B2'], sum: '400.00' }),
        { type: 'credit.noted', account: 'B2', credit: 'C', at: '2026-03-05T09:00:00Z', amount: '150.00' },
        pays('B1', '2026-03-09T09:00:00Z', { payment: 'P1', amount: '100.00' }),
        pays('B1', '2026-03-16T09:00:00Z', { payment: 'P2', amount: '100.00' }),
        pays('B2', '2026-03-23T09:00:00Z', { payment: 'P3', amount: '50.00' }),
      )
      await story.fastForward('2026-03-31T23:00:00Z')
      await story.expectContacts()
      await story.expectCases(
        'A1/1 2026-03-02..2026-03-16 cured',
        'A2/1 2026-03-02..2026-03-12 settled',
        'B1/1 2026-03-02..2026-03-16 cured',
        'B2/1 2026-03-02..2026-03-23 cured',
      )
    })
  },
)
