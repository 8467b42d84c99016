import { test } from 'vitest'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'
import { servedEngine } from '../support/served-engine.ts'

const from = Date.parse('2026-03-02T00:00:00Z')
const ENGINES = {
  'in memory': async (): Promise<ReplayEngine> => coreEngine(storySchedules(), { from }),
  'on real servers': async (): Promise<ReplayEngine> => servedEngine(storySchedules(), from),
}

const line = (account: string, day: string) => ({
  type: 'account.snapshot',
  at: `2026-03-${day}T02:00:00Z`,
  account,
  pastDue: '200.00',
  oldestDueOn: '2026-03-01',
})
const BEFORE = ['02', '03', '04', '05', '06', '09', '10', '11']
const AFTER = ['12', '13', '16', '17', '18', '19', '20']

/** The lender leaves A1 out of its daily file from the second day on, and names it again on the twelfth: nobody calls meanwhile. A weekend has no file, and is no silence. */
test.for(Object.entries(ENGINES))('nobody is contacted on stale figures, %s', async ([, start]) => {
  await tell(await start(), async (story) => {
    await story.load(
      ...anAccount('A1', { debtor: 'D1' }).slice(0, 1),
      ...anAccount('A2', { debtor: 'D2', phone: '+12025550111' }).slice(0, 1),
    )
    story.given(line('A1', '02'), ...BEFORE.map((day) => line('A2', day)))
    story.given(...AFTER.flatMap((day) => [line('A1', day), line('A2', day)]))
    await story.fastForward('2026-03-31T23:00:00Z')
    await story.expectContacts(
      '2026-03-02T10:00:00Z A1 friendly',
      '2026-03-02T10:00:00Z A2 friendly',
      '2026-03-04T10:00:00Z A1 second',
      '2026-03-04T10:00:00Z A2 second',
      '2026-03-06T11:00:00Z A2 call',
      '2026-03-08T11:00:00Z A2 call#2',
      '2026-03-09T10:00:00Z A2 warning',
      '2026-03-10T11:00:00Z A2 call#3',
      // The file names it again on the twelfth: the six days of silence are added to every step.
      '2026-03-12T11:00:00Z A1 call',
      '2026-03-13T10:00:00Z A2 last-notice',
      '2026-03-14T11:00:00Z A1 call#2',
      '2026-03-15T10:00:00Z A1 warning',
      '2026-03-16T11:00:00Z A1 call#3',
      '2026-03-19T10:00:00Z A1 last-notice',
    )
    await story.expectCases('A1/1 2026-03-02..', 'A2/1 2026-03-02..')
  })
})
