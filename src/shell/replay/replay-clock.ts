import type { Problem } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import type { ReplayEngine, ReplayOptions } from './engine.ts'
import type { TimedRow } from './fact-file.ts'
import { nextDetectOfAll } from './timeline.ts'
import type { MadeContact, Driver } from './driver.ts'

/** Rounds of deciding and acting at one instant after which something must be wrong. */
const ROUNDS = 500

/** The driver plays an engine by jumps: at one instant all facts, then detect, then decide, then redeem. */
export function replayOn(driver: Driver, { from, onInstant }: ReplayOptions): ReplayEngine {
  const clock = new ReplayClock(driver, from, onInstant)
  return {
    load: (facts) => clock.load(facts),
    play: (facts, until) => clock.play(facts, until),
    sleep: (until) => clock.sleep(until),
    warnings: () => [...clock.warnings, ...clock.unsaid()],
    result: () => driver.result(),
    wrong: () => driver.wrong(),
    close: () => driver.close(),
  }
}

class ReplayClock {
  private readonly awaited = new AwaitedOutcomes()
  /** The facts are ordered by (recorded, line); those before `taken` are recorded. */
  private pending: TimedRow[] = []
  private taken = 0
  private problems: Problem[] = []
  readonly warnings: Problem[] = []
  private asleep = false
  /** The last instant that was played; detects up to it are done. */
  private now: Instant

  constructor(
    private readonly driver: Driver,
    from: Instant,
    private readonly onInstant: ((now: Instant) => void) | undefined,
  ) {
    this.now = from - 1
  }

  async load(facts: readonly TimedRow[]): Promise<Problem[]> {
    const problems: Problem[] = []
    for (const page of sameInstant(facts)) {
      await this.driver.setNow(page[0]?.recordedAt ?? this.now)
      const recorded = await this.driver.record(page)
      problems.push(...recorded.problems)
      this.warnings.push(...recorded.warnings)
    }
    return problems
  }

  sleep(until: Instant): Promise<void> {
    this.asleep = true
    this.now = until - 1
    return Promise.resolve()
  }

  async play(facts: readonly TimedRow[], until: Instant): Promise<Problem[]> {
    this.problems = []
    this.queue(this.awaited.hold(facts))
    for (;;) {
      const next = await this.nextInstant()
      if (next === null || next >= until) break
      await this.instant(next)
    }
    this.now = Math.max(this.now, until - 1)
    return this.problems
  }

  /** Outcomes whose contact has not been made: they have had no effect. */
  unsaid(): Problem[] {
    return this.awaited.left().map(({ line }) => ({
      code: 'contact_not_made',
      line,
      path: 'step',
      message: 'no contact of that account, step and attempt was made: what is said of it had no effect',
      suggestion: 'look at step and attempt; what was said in a contact of somebody else is contact.recorded',
    }))
  }

  private async nextInstant(): Promise<Instant | null> {
    if (this.asleep) return this.now + 1
    const fact = this.pending[this.taken]
    const instants = [
      fact ? Math.max(fact.recordedAt, this.now + 1) : null,
      nextDetectOfAll(await this.driver.zoneSets(), this.now),
      await this.driver.nextDue(this.now),
    ].filter((at) => at !== null)
    return instants.length === 0 ? null : Math.min(...instants)
  }

  private async instant(now: Instant): Promise<void> {
    const slept = this.asleep
    const before = this.now
    this.asleep = false
    this.now = now
    this.onInstant?.(now)
    await this.driver.setNow(now)
    const look = await this.recordDue()
    const detect = nextDetectOfAll(await this.driver.zoneSets(), before)
    if (look || slept || detect === now) await this.driver.detect()
    await this.comeToRest()
  }

  private async comeToRest(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      await this.driver.decide()
      const acted = await this.driver.act((contact) => this.speaks(contact))
      if (await this.recordDue()) await this.driver.detect()
      if (!acted && !(await this.driver.isDue(this.now))) return
    }
    throw new Error(`the engine does not come to rest at ${new Date(this.now).toISOString()}`)
  }

  private speaks(contact: MadeContact): boolean {
    const outcomes = this.awaited.take(contact)
    this.queue(outcomes)
    return outcomes.length > 0
  }

  private async recordDue(): Promise<boolean> {
    const first = this.taken
    while ((this.pending[this.taken]?.recordedAt ?? Infinity) <= this.now) this.taken++
    if (this.taken === first) return false
    const due = this.pending.slice(first, this.taken)
    const { problems, warnings, look } = await this.driver.record(due)
    this.problems.push(...problems)
    this.warnings.push(...warnings)
    return look
  }

  private queue(facts: readonly TimedRow[]): void {
    if (facts.length === 0) return
    this.pending = [...this.pending.slice(this.taken), ...facts]
    this.pending.sort((a, b) => a.recordedAt - b.recordedAt || a.line - b.line)
    this.taken = 0
  }
}

function sameInstant(facts: readonly TimedRow[]): TimedRow[][] {
  const pages: TimedRow[][] = []
  for (const timed of facts) {
    const page = pages.at(-1)
    if (page?.[0]?.recordedAt === timed.recordedAt) page.push(timed)
    else pages.push([timed])
  }
  return pages
}

/** Outcomes in the input that name a contact by account, step and attempt: they wait until that contact was made. */
class AwaitedOutcomes {
  private readonly waiting = new Map<string, TimedRow[]>()
  private readonly made = new Set<string>()

  /** A fact that speaks of a contact that was not made yet is kept; the others are returned. */
  hold(facts: readonly TimedRow[]): TimedRow[] {
    return facts.filter((timed) => {
      if (!('fact' in timed)) return true
      const { fact } = timed
      if (fact.type !== 'contact.outcome' || fact.step === undefined) return true
      const name = nameOf({ account: fact.account, step: fact.step, attempt: fact.attempt ?? 1 })
      if (this.made.has(name)) return true
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), timed])
      return false
    })
  }

  /** What the input says of a contact just made. */
  take(contact: MadeContact): TimedRow[] {
    const name = nameOf(contact)
    this.made.add(name)
    const found = this.waiting.get(name) ?? []
    this.waiting.delete(name)
    return found
  }

  /** What speaks of contacts that were never made. */
  left(): TimedRow[] {
    return [...this.waiting.values()].flat()
  }
}

function nameOf({ account, step, attempt }: MadeContact): string {
  return `${account} ${step} ${attempt}`
}
