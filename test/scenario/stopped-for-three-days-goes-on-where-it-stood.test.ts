import { test } from 'vitest'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'
import { servedEngine } from '../support/served-engine.ts'

const from = Date.parse('2026-03-01T00:00:00Z')
const ENGINES = {
  'in memory': async (): Promise<ReplayEngine> => coreEngine(storySchedules(), { from }),
  'on real servers': async (): Promise<ReplayEngine> => servedEngine(storySchedules(), from),
}

test.for(Object.entries(ENGINES))(
  'a stop by hand is told as a fact, holds everything back, and is added to the ladder: %s',
  async ([, start]) => {
    await tell(await start(), async (story) => {
      await story.load(...anAccount('A1'))
      story.given(
        { type: 'brake.set', at: '2026-03-03T12:00:00Z', by: 'ann' },
        { type: 'brake.released', at: '2026-03-06T12:00:00Z', by: 'ann' },
      )
      await story.fastForward('2026-03-09T23:00:00Z')
      await story.expectContacts(
        '2026-03-02T10:00:00Z A1 friendly',
        '2026-03-07T10:00:00Z A1 second',
        '2026-03-09T11:00:00Z A1 call',
      )
    })
  },
)
