import type { ContactId } from '../../../core/base/id.ts'
import { isByPerson } from '../../../core/channel/channel.ts'
import { lastMoment } from '../../../core/deliver/task-check.ts'
import { sendReason } from '../../../core/deliver/send-reason.ts'
import type { TaskKind, TaskRow } from '../../../core/model/task-row.ts'
import type { Offer, OfferTx, OpenTask, TaskTx } from '../../../flow/ports/task.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { loadIn, type LoadDossiers, memoryRedeemTx } from './deliver.ts'
import type { World } from './world.ts'
import { isAside, memoryParkTx } from './park.ts'

export function memoryTaskStore(world: World, loadDossiers: LoadDossiers): Transactions<TaskTx> {
  return { transaction: (work) => work(taskTx(world, loadDossiers)) }
}

function taskTx(world: World, loadDossiers: LoadDossiers): TaskTx {
  const change = (task: TaskRow, by: Partial<TaskRow>): void => {
    const row = world.tasks.get(task.contact)
    if (row) Object.assign(row, by)
  }
  return {
    ...memoryRedeemTx(world, loadDossiers),
    loadDossiers: async (persons) => loadDossiers(persons),
    ...offerTx(world),
    openTasks: async (kind, limit) => ranked(world, kind, limit).map((task) => shown(world, task)),
    candidates: async (kind, limit) =>
      ranked(world, kind, limit).map(({ person, contact }) => ({ person, contact })),
    findTask: async (contact) => {
      const row = world.contacts.get(contact)
      return row && isByPerson(row.channel) ? { contact, person: row.person } : null
    },
    lockIfFree: async () => true,
    loadTask: async ({ contact }) => copy(world.tasks.get(contact)),
    loadHeld: async (ref) => loadIn(world, ref, 'sending')[0] ?? null,
    agentEvidence: async (agent) => world.evidence.filter((one) => one.agent === agent),
    aboutOf: async ({ contact }) => ({
      account: accountOf(world, contact),
      point: world.contacts.get(contact)?.point ?? null,
    }),
    saveClaimed: async (task, { agent, actBefore, duties }) =>
      change(task, { state: 'claimed', claimedBy: agent, claimedAt: world.now, actBefore, duties }),
    saveStarted: async (task) => {
      const row = world.contacts.get(task.contact)
      if (row?.state === 'sending') Object.assign(row, { at: world.now, changedAt: world.now })
      change(task, { state: 'started', startedAt: world.now })
    },
    saveReleased: async (task) => releaseTask(world, task.contact),
    saveDone: async (task) => change(task, { state: 'done', doneAt: world.now }),
    withdraw: async (task, why) => change(task, { state: 'withdrawn', withdrawnWhy: why }),
  }
}

function offerTx(world: World): OfferTx {
  return {
    now: world.now,
    loadOffers: async (refs) =>
      refs.flatMap((ref) => {
        const row = world.contacts.get(ref.contact)
        const [id] = row?.accounts ?? []
        const account = id === undefined ? undefined : world.accounts.get(id)
        return row?.state === 'queued' && account ? [{ row: { ...row }, account }] : []
      }),
    saveOffers: async (offers) => {
      for (const offer of offers) saveOffer(world, offer)
    },
    ...memoryParkTx(world),
  }
}

function saveOffer(world: World, offer: Offer): void {
  const known = world.tasks.get(offer.contact)
  if (known && (known.state === 'claimed' || known.state === 'done')) return
  world.tasks.set(offer.contact, {
    ...offer,
    state: 'open',
    duties: [],
    offeredAt: known?.offeredAt ?? world.now,
    claimedBy: null,
    claimedAt: null,
    actBefore: null,
    startedAt: null,
    doneAt: null,
    withdrawnWhy: null,
    had: known ? hadBy(known, world.now) : {},
  })
}

/** Who had it in hand, and until when, once nobody has. */
function hadBy(task: TaskRow, now: number): TaskRow['had'] {
  const { had, claimedBy, claimedAt, startedAt } = task
  const until = startedAt ?? (claimedAt === null ? null : lastMoment({ ...task, claimedAt }, now))
  return claimedBy === null || until === null ? had : { ...had, [claimedBy]: until }
}

/** Frees the slot of a claimed task; where the case moved on or closed meanwhile, the contact ends. */
export function releaseTask(world: World, contact: ContactId): void {
  const [task, row] = [world.tasks.get(contact), world.contacts.get(contact)]
  if (task?.state !== 'claimed' || row?.state !== 'sending') return
  const theCase = row.case === null ? undefined : world.cases.get(row.case)
  const over = !theCase?.open || theCase.epoch > row.epoch
  Object.assign(row, { at: null, agent: null, leaseToken: null, leaseUntil: null, changedAt: world.now })
  row.ring += 1
  row.state = over ? 'cancelled' : 'queued'
  if (over) row.reasons = [sendReason('superseded')]
  task.had = hadBy(task, world.now)
  Object.assign(
    task,
    over ? { state: 'withdrawn', withdrawnWhy: 'superseded' } : { state: 'open', claimedBy: null },
  )
  Object.assign(task, { claimedAt: null, actBefore: null })
}

function ranked(world: World, kind: TaskKind, limit: number): TaskRow[] {
  return [...world.tasks.values()]
    .filter((task) => task.kind === kind && task.state === 'open' && task.expiresAt > world.now)
    .filter(({ contact: id }) => !isAside(world, { loop: 'claim', kind: 'contact', id }, world.now))
    .sort((a, b) => b.rank - a.rank || a.contact - b.contact)
    .slice(0, limit)
}

function shown(world: World, task: TaskRow): OpenTask {
  const row = world.contacts.get(task.contact)
  const { kind, contact, case: caseId, rank, expiresAt } = task
  return {
    kind,
    contact,
    case: caseId,
    account: accountOf(world, contact),
    channel: row?.channel ?? kind,
    stage: row?.stage ?? null,
    step: row?.step ?? null,
    attempt: row?.attempt ?? null,
    dpd: row?.dpd ?? null,
    rank,
    expiresAt,
  }
}

function accountOf(world: World, contact: ContactId): string {
  const [account] = world.contacts.get(contact)?.accounts ?? []
  return account === undefined ? '' : (world.accounts.get(account)?.externalId ?? '')
}

function copy<T>(row: T | undefined): T | null {
  return row === undefined ? null : { ...row }
}
