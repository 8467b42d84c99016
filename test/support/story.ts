import { expect } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import type { Problem } from '../../src/core/base/problem.ts'
import type { Instant } from '../../src/core/base/time.ts'
import { parseFact } from '../../src/core/fact/parse.ts'
import type { ReplayEngine, ReplayResult } from '../../src/shell/replay/engine.ts'
import type { TimedFact } from '../../src/shell/replay/fact-file.ts'

/** What a person lives through, told in facts and hours; a contact that nobody expected fails it. */
export interface Story {
  /** Facts that the engine will learn at their `recorded` (or `at`), now or later in the story. */
  given(...facts: Record<string, unknown>[]): void
  /** Facts of the past, learned before the story begins. */
  load(...facts: Record<string, unknown>[]): Promise<void>
  /** The story is played up to that instant, the instant itself included. */
  fastForward(to: string): Promise<void>
  /** The engine stands still until then: facts and ticks of the meantime are met all at once. */
  sleepUntil(to: string): Promise<void>
  /** Everything sent since the last check, in order: `2026-03-03T10:00:00Z A1 friendly`, the second attempt as `call#2`. */
  expectContacts(...lines: string[]): Promise<void>
  /** Everything sent so far counts as seen, where a story checks it by other means. */
  lookAtAll(): Promise<void>
  /** Every interval so far: `A1/1 2026-03-02..2026-03-04 cured`, an open one as `A1/1 2026-03-02..`. */
  expectCases(...lines: string[]): Promise<void>
  /** Refused, dropped and cancelled steps so far: `A1 friendly XX-01`. */
  refusals(): Promise<string[]>
  result(): Promise<ReplayResult>
}

/** The story runs on an engine, which is closed; at the end nothing may have been sent that was not checked. */
export async function tell(engine: ReplayEngine, story: (story: Story) => Promise<void>): Promise<void> {
  try {
    const told = new Telling(engine)
    await story(told)
    await told.expectContacts()
  } finally {
    await engine.close()
  }
}

class Telling implements Story {
  private pending: TimedFact[] = []
  private line = 0
  private seen = new Set<string>()

  constructor(private readonly engine: ReplayEngine) {}

  given(...facts: Record<string, unknown>[]): void {
    this.pending.push(...this.read(facts))
    this.pending.sort((a, b) => a.recordedAt - b.recordedAt || a.line - b.line)
  }

  async load(...facts: Record<string, unknown>[]): Promise<void> {
    this.report(await this.engine.load(this.read(facts)))
  }

  async sleepUntil(to: string): Promise<void> {
    await this.engine.sleep(Date.parse(to))
  }

  private read(facts: Record<string, unknown>[]): TimedFact[] {
    return facts.map((given) => {
      const read = parseFact(given)
      if ('problems' in read) throw new Error(JSON.stringify(read.problems))
      return {
        fact: read.fact,
        recordedAt: Date.parse(read.fact.recorded ?? read.fact.at),
        line: ++this.line,
      }
    })
  }

  private report(problems: readonly Problem[]): void {
    expect(problems.map((problem) => `${problem.code}: ${problem.message}`)).toEqual([])
  }

  async fastForward(to: string): Promise<void> {
    const until: Instant = Date.parse(to) + 1
    const due = this.pending.filter((timed) => timed.recordedAt < until)
    this.pending = this.pending.filter((timed) => timed.recordedAt >= until)
    this.report(await this.engine.play(due, until))
  }

  async expectContacts(...lines: string[]): Promise<void> {
    expect(await this.fresh()).toEqual([...lines].sort())
  }

  async lookAtAll(): Promise<void> {
    await this.fresh()
  }

  private async fresh(): Promise<string[]> {
    const { contacts } = await this.engine.result()
    const fresh = contacts
      .map((contact) => {
        const step = contact.attempt === 1 ? contact.step : `${contact.step}#${contact.attempt}`
        return `${isoOf(contact.at)} ${contact.account} ${step}`
      })
      .filter((line) => !this.seen.has(line))
      .sort()
    for (const line of fresh) this.seen.add(line)
    return fresh
  }

  async expectCases(...lines: string[]): Promise<void> {
    const { cases } = await this.engine.result()
    const told = cases.map(
      (each) =>
        `${each.case} ${each.openedOn}..${each.closedOn === null ? '' : `${each.closedOn} ${each.reason ?? ''}`}`,
    )
    expect(told.sort()).toEqual([...lines].sort())
  }

  async refusals(): Promise<string[]> {
    const { refusals } = await this.engine.result()
    return refusals.map((each) => `${each.account} ${each.step} ${each.rules.join(',')}`)
  }

  result(): Promise<ReplayResult> {
    return this.engine.result()
  }
}
