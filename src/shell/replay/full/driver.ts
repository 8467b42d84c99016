import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '../../../core/base/time.ts'
import { recordFacts } from '../../../flow/record.ts'
import type { RecordDeps } from '../../../flow/record.ts'
import type { TaskDeps } from '../../../flow/task.ts'
import type { OutcomeDeps } from '../../../flow/task-outcome.ts'
import { pendingJobs } from '../../queue/queues.ts'
import { moveClock } from '../../pg/base/virtual-clock.ts'
import type { Engine } from '../../run/engine.ts'
import { doTasks } from '../do-tasks.ts'
import type { ReplayResult, WrongLine } from '../engine.ts'
import type { TimedRow } from '../fact-file.ts'
import { fullResult, fullWrong } from './result.ts'
import { type FullState, readState, zoneSets } from '../../pg/replay/state.ts'
import type { Signal } from '../signal.ts'
import type { Speaks, Driver } from '../driver.ts'

export interface FullParts {
  engine: Engine
  recording: RecordDeps
  tasks: TaskDeps & OutcomeDeps
  /** The signal tells of each job that ended. */
  worked: Signal
  close(): Promise<void>
}

/** The real workers on the real servers: each step wakes its queue and waits until every queue is empty again. */
export class FullDriver implements Driver {
  private now = 0
  private state: FullState | null = null
  private zones: Set<string> | null = null
  private readonly told = new Set<number>()

  constructor(private readonly parts: FullParts) {}

  async setNow(now: Instant): Promise<void> {
    this.now = now
    this.state = null
    await moveClock(this.parts.engine.db, now)
  }

  async record(rows: readonly TimedRow[]) {
    this.state = null
    this.zones = null
    const found = await recordFacts(
      this.parts.recording,
      rows.map((row) => ({ ...row, source: 'replay' })),
    )
    return { problems: found.rejected, warnings: found.warnings, look: found.look }
  }

  async detect(): Promise<void> {
    if ((await this.look()).looks) await this.ring(() => this.parts.engine.enqueuer.enqueueDetect())
  }

  async decide(): Promise<void> {
    if ((await this.look()).cases) await this.ring(() => this.parts.engine.enqueuer.enqueueDue())
  }

  async act(speaks: Speaks): Promise<boolean> {
    const { contacts } = await this.look()
    if (contacts) await this.ring(() => this.parts.engine.enqueuer.enqueueTick('sweep'))
    const { sent, tasks } = await this.look()
    const fresh = sent.filter((one) => !this.told.has(one.id))
    for (const one of fresh) {
      this.told.add(one.id)
      speaks(one)
    }
    const done = tasks && (await doTasks(this.parts.tasks, speaks))
    if (done) this.state = null
    return done || contacts || fresh.length > 0
  }

  async nextDue(after: Instant): Promise<Instant | null> {
    if (after !== this.now) await this.setNow(after)
    return (await this.look()).next
  }

  async isDue(): Promise<boolean> {
    return (await this.look()).cases
  }

  async zoneSets(): Promise<Set<string>> {
    this.zones ??= await zoneSets(this.parts.engine.db)
    return this.zones
  }

  result(): Promise<ReplayResult> {
    return fullResult(this.parts.engine.db)
  }

  wrong(): Promise<WrongLine[]> {
    return fullWrong(this.parts.engine.db)
  }

  close(): Promise<void> {
    return this.parts.close()
  }

  private async look(): Promise<FullState> {
    this.state ??= await readState(this.parts.engine.db, this.now)
    return this.state
  }

  /** The promise resolves when no queue has anything that waits or runs: a job enqueues what follows from it before it ends. */
  private async ring(enqueuer: () => Promise<void>): Promise<void> {
    this.state = null
    await enqueuer()
    do {
      await Promise.race([this.parts.worked.next(), sleep(LONGEST_WAIT_MS)])
      await sleep(1)
    } while ((await pendingJobs(this.parts.engine.queues)) > 0)
  }
}

/** The longest wait for a job that failed, which nobody tells of. */
const LONGEST_WAIT_MS = 25
