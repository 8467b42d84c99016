import { isoOf, type Instant } from '../../../src/core/base/time.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import type { CaseState } from '../../../src/core/model/lifecycle.ts'
import type { ReplayConfig } from '../../../src/shell/replay/engine.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { memoryDriver } from '../../../src/shell/replay/memory/driver.ts'
import { memoryFlows } from '../../../src/shell/replay/memory/flows.ts'
import { emptyWorld } from '../../../src/shell/replay/memory/world.ts'
import { replayOn } from '../../../src/shell/replay/replay-clock.ts'
import { PLANS } from '../../support/plan-story.ts'
import { PROMISES } from '../../support/promise-story.ts'
import { SETTLEMENTS } from '../../support/settlement-story.ts'
import { anAccount } from '../../support/story-facts.ts'
import { storySchedules } from '../../support/story-engine.ts'

type Fact = Record<string, unknown>

const CALLS = ['broken-call', 'missed-call'].map(
  (step) => `      - { step: ${step}, channel: call, script: call-script, at: "15:00" }\n`,
)

/** The stories' ladder with promises, plans and settlements. */
export const walked: ReplayConfig = storySchedules((file) => {
  const ladder = file.replace('      - { step: warning,', `${CALLS.join('')}      - { step: warning,`)
  return `${PROMISES}${PLANS}${SETTLEMENTS}${ladder}`
})

export interface Walked {
  /** The place of the case when the fact came, and after it; null = there was none. */
  before: CaseState | null
  after: CaseState | null
  /** What was sent of the account after the fact, by step; a reminder of what is agreed is no collection. */
  sent: string[]
  problems: string[]
}

const BEGINS = Date.parse('2026-03-01T00:00:00Z')

/** A case comes into a state by facts, hears one more, and lives on for a fortnight. */
export async function walkOne({
  before,
  facts,
  told,
  until,
}: {
  before: Fact[]
  facts: Fact[]
  /** The instant at which the last fact is told. */
  told: Instant
  until: Instant
}): Promise<Walked> {
  const world = emptyWorld(BEGINS)
  const flows = memoryFlows(world, memoryConfig(walked.schedules, walked.hash))
  const engine = replayOn(memoryDriver(world, flows), { from: BEGINS })
  const place = (): CaseState | null => {
    const [last] = [...world.cases.values()].sort((a, b) => b.openedAt - a.openedAt)
    return last ? { state: last.state, stage: last.stage } : null
  }
  let line = 0
  const rows = (given: Fact[]) =>
    given.map((one) => {
      const read = parseFact(one)
      if ('problems' in read) throw new Error(JSON.stringify(read.problems))
      return { fact: read.fact, recordedAt: Date.parse(read.fact.recorded ?? read.fact.at), line: ++line }
    })
  try {
    await engine.load(rows(anAccount('A1')))
    const found = [...(await engine.play(rows(before), told))]
    const from = place()
    found.push(...(await engine.play(rows(facts), told + 1)))
    found.push(...(await engine.play([], told + 60_000)))
    const to = place()
    await engine.play([], until)
    const { contacts } = await engine.result()
    const sent = contacts
      .filter(({ at }) => at > told)
      .map(({ at, step }) => `${isoOf(at).slice(5, 10)} ${step}`)
    return { before: from, after: to, sent, problems: found.map(({ code }) => code) }
  } finally {
    await engine.close()
  }
}
