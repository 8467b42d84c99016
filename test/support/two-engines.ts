import type { Pack } from '../../src/core/compliance/pack/pack.ts'
import { permitUnder } from '../../src/core/deliver/ask-law.ts'
import type { TaskKind } from '../../src/core/model/task-row.ts'
import type { Dossier } from '../../src/core/model/dossier.ts'
import { parseFact } from '../../src/core/fact/parse.ts'
import { type DecideDeps, decidePage } from '../../src/flow/decide.ts'
import { type DeliverDeps, redeemBatch, sendPermitted, settleBatch } from '../../src/flow/deliver.ts'
import { type DetectDeps, detectPage } from '../../src/flow/detect.ts'
import { type HumanTaskStore, listHumanTasks, resolveHumanTask } from '../../src/flow/human-task.ts'
import { offerBatch } from '../../src/flow/offer.ts'
import type { HumanTaskView } from '../../src/flow/ports/human-task.ts'
import type { ConfigPort } from '../../src/flow/ports/config.ts'
import { type RecordDeps, recordFacts } from '../../src/flow/record.ts'
import { type RelayDeps, relayPage } from '../../src/flow/relay.ts'
import { type ClaimAnswer, claimTask, type TaskDeps } from '../../src/flow/task.ts'
import { calmProvider } from '../../src/shell/replay/calm-provider.ts'
import type { ReplayConfig } from '../../src/shell/replay/engine.ts'
import { contactsIn, stateIn } from './dossier-lines.ts'
import { storySchedules } from './story-engine.ts'

/** The stores of one engine, and what a test checks in them. */
export interface Stores {
  record: RecordDeps
  detect: DetectDeps['store']
  decide: DecideDeps['store']
  relay: RelayDeps['store']
  deliver: DeliverDeps['store']
  task: TaskDeps['store']
  humanTasks: HumanTaskStore
  config: ConfigPort
  setNow(now: number): Promise<void>
  now(): number
  /** `refused friendly XX-ASK:review` */
  decisions(): Promise<string[]>
  /** `friendly#1 sent` */
  contacts(): Promise<string[]>
  /** All that deciding sees of everybody. */
  dossiers(): Promise<Dossier[]>
  /** `friendly 2026-03-08T12:30:00Z..2026-03-08T13:00:00Z` */
  planned(): Promise<string[]>
  /** The next review of the one open case. */
  nextReview(): Promise<number | null>
  versions(): Promise<number>
  /** `ann human_task.resolved {...}`; the maps keep none. */
  audit(): Promise<string[]>
  /** Another version of the schedules becomes the active one. */
  publish(config: ReplayConfig): Promise<void>
  close(): Promise<void>
}

/** A small engine without queue or worker: a test moves its day, once over the maps and once over Postgres. */
export class SmallEngine {
  constructor(private readonly stores: Stores) {}

  /** The engine takes facts, detects, decides and sends at that instant. */
  async at(instant: string, ...facts: Record<string, unknown>[]): Promise<void> {
    const { stores } = this
    await stores.setNow(Date.parse(instant))
    if (facts.length > 0) await this.record(facts)
    await detectPage({ store: stores.detect, config: stores.config })
    for (let round = 0; round < 5; round++) {
      await decidePage({ store: stores.decide, config: stores.config }, 100)
      if (!(await this.send())) return
    }
  }

  /** The engine decides at that instant and sends nothing. */
  async planOnly(instant: string): Promise<void> {
    await this.stores.setNow(Date.parse(instant))
    await decidePage({ store: this.stores.decide, config: this.stores.config }, 100)
  }

  /** The open ones: `review XX-ASK A1/1 compliance`. */
  async tasks(): Promise<string[]> {
    return (await this.open()).map(({ kind, rule, about, role }) =>
      [kind, rule, about, role].filter(Boolean).join(' '),
    )
  }

  open(): Promise<HumanTaskView[]> {
    return listHumanTasks(this.stores.humanTasks, { limit: 100 })
  }

  async resolve(resolution: string): Promise<string> {
    const [task] = await this.open()
    const deps = {
      store: this.stores.humanTasks,
      record: (facts: Parameters<typeof recordFacts>[1]) => recordFacts(this.stores.record, facts),
    }
    const answer = await resolveHumanTask(deps, { id: task?.id ?? 0, by: 'ann', resolution })
    return answer.ok ? 'resolved' : `${answer.code}: ${answer.message}`
  }

  claim(kind: TaskKind, agent: string): Promise<ClaimAnswer> {
    return claimTask({ ...this.common(), store: this.stores.task }, { kind, agent })
  }

  setNow = (instant: string) => this.stores.setNow(Date.parse(instant))

  /** What was made of everybody's steps, by names: `A1 2026-03-02 friendly#1 sent`. */
  async made(): Promise<string[]> {
    return contactsIn(await this.stores.dossiers())
  }

  /** What is known of everybody, by names. */
  async state(): Promise<string[]> {
    return stateIn(await this.stores.dossiers())
  }

  decisions = () => this.stores.decisions()
  contacts = () => this.stores.contacts()
  planned = () => this.stores.planned()
  nextReview = () => this.stores.nextReview()
  versions = () => this.stores.versions()
  audit = () => this.stores.audit()
  publish = (config: ReplayConfig) => this.stores.publish(config)
  close = () => this.stores.close()

  async record(facts: Record<string, unknown>[]): Promise<void> {
    const read = facts.map((given) => {
      const parsed = parseFact(given)
      if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
      return { fact: parsed.fact, source: 'test' }
    })
    const { rejected } = await recordFacts(this.stores.record, read)
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
  }

  private async send(): Promise<boolean> {
    const rings: Parameters<RelayDeps['enqueuer']['enqueueContacts']>[0] = []
    const enqueuer = { enqueueContacts: async (more: typeof rings) => void rings.push(...more) }
    await relayPage({ store: this.stores.relay, enqueuer })
    const deps: DeliverDeps = {
      ...this.common(),
      store: this.stores.deliver,
      record: async () => ({ taken: 0, same: 0, rejected: [] }),
      provider: calmProvider(),
      leaseMs: 60_000,
      requestMs: 1000,
      sendWithinMs: 2000,
      enqueuer,
    }
    const redeemed = await redeemBatch(
      deps,
      rings.filter(({ channel }) => channel === 'sms'),
    )
    const permitted = redeemed.flatMap((one) => (one.answer === 'send' ? [one.permitted] : []))
    const answers = permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(deps, one) }))
    await settleBatch(deps, await Promise.all(answers))
    for (const kind of ['call', 'visit'] as const) {
      await offerBatch(
        this.stores.task,
        kind,
        rings.filter(({ channel }) => channel === kind),
      )
    }
    return rings.length > 0
  }

  private common(): Omit<TaskDeps, 'store'> {
    return {
      config: this.stores.config,
      permit: ({ schedules }) => permitUnder(schedules),
      machine: { now: () => this.stores.now() },
      voice: { callback: '+12025550199', paylink: 'https://pay.example/a', optout: 'STOP' },
    }
  }
}

let story: ReplayConfig | undefined

/** The stories' ladder and the project's law, with more packs. */
export function schedulesWith(...more: Pack[]): ReplayConfig {
  const { schedules, hash } = (story ??= storySchedules())
  return { schedules: { ...schedules, packs: [...schedules.packs, ...more] }, hash }
}
