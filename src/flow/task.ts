import { type ClaimedTask, claimedTask } from '../channels/claimed-task.ts'
import { LostValue } from '../core/base/fault.ts'
import type { ContactId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { isoOf } from '../core/base/time.ts'
import { taskKind } from '../core/channel/channel.ts'
import { agreeableOn } from '../core/deliver/agreeable.ts'
import type { Dossier } from '../core/model/dossier.ts'
import {
  inHand,
  type TaskRefusal,
  taskRefusal,
  unfitRefusal,
  withdrawnCode,
} from '../core/deliver/task-check.ts'
import type { TaskKind, TaskRow } from '../core/model/task-row.ts'
import { templateFor, valuesFor } from '../core/wording/words.ts'
import { type ActiveConfig, strategiesOf } from './ports/config.ts'
import type { ContactRef, Loaded } from './ports/deliver.ts'
import { isolated } from './ports/isolate.ts'
import { type Judged, type JudgeDeps, judgeFor, readFor } from './ports/judge-task.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import { takeRates } from './ports/rates.ts'
import type { TaskTx } from './ports/task.ts'
import { askedAlone, begun, type MachineClock, type Transactions } from './ports/transactions.ts'

export interface TaskDeps extends JudgeDeps {
  store: Transactions<TaskTx>
  machine: MachineClock
  /** It is called with the tasks that were put aside. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

export type ClaimAnswer = { ok: true; task: ClaimedTask } | { ok: true; task: null } | TaskRefusal
export type TaskAnswer = { ok: true; at: string } | TaskRefusal

const CANDIDATES = 20
/** The most candidates of one claim: there is nothing more for this agent for now. */
const MOST_CANDIDATES = 200

/** Claim is redeem: the best task that is lawful now for this agent, or the one that was named. `task: null` = nothing to do; where all that is to be done wants something shown first, what that is. */
export async function claimTask(
  deps: TaskDeps,
  { kind, agent, contact }: { kind: TaskKind; agent: string; contact?: ContactId | undefined },
): Promise<ClaimAnswer> {
  const config = await deps.config.active()
  if (contact !== undefined) {
    const ref = await askedAlone(deps.store, (tx) => tx.findTask(contact))
    if (!ref) return taskRefusal('unknown_task')
    return claimOrPark(deps, { ref, agent, config, wait: true })
  }
  const tried = new Set<ContactId>()
  let unfit: TaskRefusal | null = null
  for (let limit = CANDIDATES; limit <= MOST_CANDIDATES; limit += CANDIDATES) {
    const best = limit
    const candidates = await askedAlone(deps.store, (tx) => tx.candidates(kind, best))
    for (const ref of candidates.filter((one) => !tried.has(one.contact))) {
      tried.add(ref.contact)
      const answer = await claimOrPark(deps, { ref, agent, config, wait: false })
      if (answer.ok) return answer
      if (answer.code === 'evidence_missing') unfit ??= answer
    }
    if (candidates.length < limit) break
  }
  return unfit ?? { ok: true, task: null }
}

interface Attempt {
  ref: ContactRef
  agent: string
  config: ActiveConfig
  wait: boolean
}

/** A task that cannot be read or judged is put aside, so that the agent has the next one. */
async function claimOrPark(deps: TaskDeps, attempt: Attempt): Promise<ClaimAnswer> {
  const { done, faulty } = await isolated([attempt], () => claimOne(deps, attempt))
  const parked = faulty.map(({ error }) => ({ row: attempt.ref, error }))
  deps.tellParked?.(await parkContacts(deps.store, 'claim', parked))
  return done[0] ?? taskRefusal('put_aside')
}

function claimOne(deps: TaskDeps, attempt: Attempt): Promise<ClaimAnswer> {
  const { ref, agent } = attempt
  return begun(deps.store, async (tx) => {
    if (!attempt.wait && !(await tx.lockIfFree(ref.person))) return taskRefusal('not_yours')
    await tx.lock([ref])
    // All of it is asked for at once: each wait for an answer keeps others from the person.
    const loading = tx.loadTask(ref)
    const queued = asked(tx.loadQueued([ref]))
    const reading = asked(readFor(tx, ref.person, agent))
    const task = await loading
    if (!task) return taskRefusal('unknown_task')
    if (task.state === 'withdrawn') return taskRefusal(withdrawnCode(task.withdrawnWhy))
    if (task.state === 'claimed' && task.claimedBy === agent) return showAgain(deps, tx, { ...attempt, task })
    if (task.state !== 'open') return taskRefusal('not_yours')
    const [loaded] = await queued
    if (!loaded) {
      await tx.withdraw(task, 'superseded')
      return taskRefusal('superseded')
    }
    if (loaded.lostKey !== null) throw new LostValue('key_missing', loaded.lostKey)
    const judged = await judgeFor(deps, tx.now, { ...attempt, loaded, read: await reading })
    if (judged.answer !== 'go') return refuse(tx, task, judged, attempt.config)
    const [rated = judged.redeemed] = await takeRates(tx, [judged.redeemed], attempt.config.schedules)
    if (rated.to !== 'sending')
      return refuse(tx, task, { answer: 'no', redeemed: rated, packs: judged.packs }, attempt.config)
    const actBefore =
      deps.machine.now() + Math.min(taskKind(task.kind).actWithinMs, rated.validUntil - tx.now)
    const held = { redeemed: rated, leaseUntil: actBefore, words: null, agent, packs: judged.packs }
    await Promise.all([
      tx.saveRedeemed([held], attempt.config),
      tx.saveClaimed(task, { agent, actBefore, duties: judged.duties }),
    ])
    const shown = { ...judged, task, loaded, config: attempt.config }
    return { ok: true, task: show(deps, { ...shown, actBefore, expiresAt: rated.validUntil }) }
  })
}

/** What is asked for before it is known to be needed: where it is not, nobody hears of its failure. */
function asked<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** Whoever did not hear the answer to a claim may ask for it again. */
async function showAgain(
  deps: TaskDeps,
  tx: TaskTx,
  { task, ref, config }: Attempt & { task: TaskRow },
): Promise<ClaimAnswer> {
  const loaded = await tx.loadHeld(ref)
  const [dossier] = await tx.loadDossiers([ref.person])
  const theCase = dossier?.cases.find((one) => one.id === task.case)
  if (!loaded || !dossier || !theCase?.open || loaded.row.epoch < theCase.epoch) {
    await tx.saveReleased(task)
    return taskRefusal('superseded')
  }
  const [actBefore, expiresAt] = [task.actBefore ?? 0, loaded.row.expiresAt ?? tx.now]
  const strategies = await strategiesOf(deps.config, [dossier])
  const agreeable = agreeableOn(dossier, loaded.row, { strategies, now: tx.now })
  const shown = { task, loaded, dossier, config, duties: task.duties, agreeable }
  return { ok: true, task: show(deps, { ...shown, actBefore, expiresAt }) }
}

type Shown = Omit<Parameters<typeof claimedTask>[0], 'row' | 'to' | 'values' | 'template'>

function show(
  { voice }: TaskDeps,
  { loaded, dossier, config, ...rest }: Shown & { loaded: Loaded; dossier: Dossier; config: ActiveConfig },
): ClaimedTask {
  const { row } = loaded
  const { to, name } = loaded.reveal()
  const template = templateFor(config.schedules.templates, row, dossier.person.locale)
  return claimedTask({ ...rest, row, to, template, values: valuesFor(row, dossier, voice, name) })
}

/** The dial, or the arrival: permit once more with a fresh now, which becomes the contact's time. Starting twice is fine. */
export async function startTask(
  deps: TaskDeps,
  { contact, agent }: { contact: ContactId; agent: string },
): Promise<TaskAnswer> {
  const config = await deps.config.active()
  const { done, faulty } = await isolated([contact], () => startOne(deps, { contact, agent, config }))
  const row = faulty.length > 0 ? await askedAlone(deps.store, (tx) => tx.findTask(contact)) : null
  const parked = faulty.flatMap(({ error }) => (row ? [{ row, error }] : []))
  deps.tellParked?.(await parkContacts(deps.store, 'claim', parked))
  return done[0] ?? taskRefusal('put_aside')
}

function startOne(
  deps: TaskDeps,
  { contact, agent, config }: { contact: ContactId; agent: string; config: ActiveConfig },
): Promise<TaskAnswer> {
  return begun(deps.store, async (tx) => {
    const ref = await tx.findTask(contact)
    if (ref) await tx.lock([ref])
    const loading = ref && tx.loadTask(ref)
    const holding = ref && asked(tx.loadHeld(ref))
    const reading = ref && asked(readFor(tx, ref.person, agent))
    const task = await loading
    const refused = inHand(task, agent)
    if (refused) return refused
    if (!task || !reading) return taskRefusal('unknown_task')
    if (task.state === 'started') return { ok: true, at: isoOf(task.startedAt ?? tx.now) }
    const held = await holding
    if (!held) {
      await tx.withdraw(task, 'superseded')
      return taskRefusal('superseded')
    }
    if (deps.machine.now() > (task.actBefore ?? 0)) {
      await tx.saveReleased(task)
      return taskRefusal('expired')
    }
    const judged = await judgeFor(deps, tx.now, { agent, config, loaded: held, read: await reading })
    if (judged.answer === 'not_you') {
      await tx.saveReleased(task)
      return unfitRefusal(judged.reasons)
    }
    if (judged.answer === 'no') return refuse(tx, task, judged, config)
    await tx.saveStarted(task)
    return { ok: true, at: isoOf(tx.now) }
  })
}

async function refuse(
  tx: TaskTx,
  task: TaskRow,
  judged: Exclude<Judged, { answer: 'go' }>,
  config: ActiveConfig,
): Promise<TaskRefusal> {
  if (judged.answer === 'not_you') return unfitRefusal(judged.reasons)
  const { redeemed, packs } = judged
  await tx.saveRedeemed([{ redeemed, leaseUntil: null, words: null, agent: null, packs }], config)
  const why = redeemed.to === 'cancelled' ? 'superseded' : redeemed.to
  await tx.withdraw(task, why)
  return taskRefusal(withdrawnCode(why), redeemed.to === 'sending' ? [] : redeemed.reasons)
}
