import { isMessage } from '../../../core/channel/channel.ts'
import type { PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import { GATEWAY } from '../../../core/model/routes.ts'
import { BREAKER_REMEMBERED_MS } from '../../../core/deliver/brake.ts'
import { sendReason } from '../../../core/deliver/send-reason.ts'
import { ABANDONED_AFTER, type TaskRow } from '../../../core/model/task-row.ts'
import type { Resolution } from '../../../core/deliver/unknown.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { SweepPage, SweepStep, SweepTx, UnknownContact } from '../../../flow/ports/sweep.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { reviewCase } from './deliver-review.ts'
import { contactJobOf } from './contact-job.ts'
import { heal } from './heal.ts'
import { isAside, memoryParkTx } from './park.ts'
import { releaseTask } from './task.ts'
import type { World } from './world.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'
import { closersOf } from '../../../core/model/human-task.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { STATES, isLost, isMade, isOpen, isRefused, isUnmade } from '../../../core/model/contact-state.ts'

export function memorySweepStore(world: World): Transactions<SweepTx> {
  return { transaction: (work) => work(sweepTx(world)) }
}

function sweepTx(world: World): SweepTx {
  const { now } = world
  return {
    now,
    step: async (step, page) => {
      const rows = stepRows(world, step, page)
      for (const row of rows) doStep(world, step, row)
      return rows.length
    },
    stepIds: async (step, page) =>
      stepRows(world, step, page).map(({ id, person }) => ({ contact: id, person })),
    unanswered: async (since, limit, after) =>
      contactsIn(world, STATES.toRedeem)
        .filter(({ id }) => !isAside(world, { loop: 'redeem', kind: 'contact', id }, now))
        .filter(({ id }) => !isAside(world, { loop: 'offer', kind: 'contact', id }, now))
        .filter((row) => row.changedAt < since && row.id > (after?.contact ?? 0))
        .filter((row) => (world.tasks.get(row.id)?.state ?? 'withdrawn') === 'withdrawn')
        .sort((a, b) => a.id - b.id)
        .slice(0, limit)
        .flatMap(contactJobOf),
    duePersons: async (limit) => duePersons(world).slice(0, limit),
    unknowns: async (before, limit, only) => unknowns(world, before, only).slice(0, limit),
    unknownIds: async (before, limit) =>
      unknowns(world, before)
        .slice(0, limit)
        .map(({ contact, person }) => ({ contact, person })),
    saveResolved: async (saves, role) => saves.flatMap((save) => resolve(world, save, role)),
    heal: async () => heal(world),
    ...memoryParkTx(world),
    tellBrakes: async () => 0,
    closeBreakers: async () => {
      const over = [...world.breakers].filter(([, one]) => one.retryAt + BREAKER_REMEMBERED_MS <= now)
      for (const [key] of over) world.breakers.delete(key)
      return over.length
    },
    tidy: async () => 0,
    tickRun: async () => null,
    stuckCases: async () =>
      [...world.cases.values()]
        .filter((theCase) => theCase.open && theCase.nextReviewAt === null)
        .filter(
          (theCase) => !world.humanTasks.some((task) => task.case === theCase.id && task.resolvedAt === null),
        ).length,
  }
}

function stepRows(world: World, step: SweepStep, { machineNow, limit, only }: SweepPage): ContactRow[] {
  const asked = only && new Set(only.map(({ contact }) => contact))
  const isMine = (id: ContactRow['id']): boolean =>
    asked ? asked.has(id) : !isAside(world, { loop: 'sweep', kind: 'contact', id }, world.now)
  return stepDue(world, step, machineNow)
    .filter(({ id }) => isMine(id))
    .slice(0, limit)
}

function stepDue(world: World, step: SweepStep, machineNow: Instant): ContactRow[] {
  const { now } = world
  const ofTasks = (tasks: TaskRow[]): ContactRow[] =>
    tasks.flatMap(({ contact }) => world.contacts.get(contact) ?? [])
  switch (step) {
    case 'lapse':
      return contactsIn(world, STATES.sending).filter((row) => isLapsed(row, machineNow))
    case 'expire':
      return contactsIn(world, STATES.waiting).filter((row) => (row.expiresAt ?? now + 1) <= now)
    case 'free':
      return ofTasks(tasksIn(world, ['claimed']).filter((one) => (one.actBefore ?? 0) < machineNow))
    case 'close':
      return ofTasks(tasksIn(world, ['open', 'claimed', 'started']).filter((task) => isOver(world, task)))
    case 'abandon':
      return ofTasks(
        tasksIn(world, ['started']).filter((one) => isAbandoned(world, one, now - ABANDONED_AFTER)),
      )
  }
}

function doStep(world: World, step: SweepStep, row: ContactRow): void {
  const task = world.tasks.get(row.id)
  switch (step) {
    case 'lapse':
      Object.assign(row, {
        state: 'unknown',
        providerCode: 'lease_lapsed',
        leaseUntil: null,
        changedAt: world.now,
      })
      return
    case 'expire':
      return expire(world, row)
    case 'free':
      return releaseTask(world, row.id)
    case 'close':
      return task && closeTask(world, task)
    case 'abandon':
      return task && abandon(world, task)
  }
}

function contactsIn(world: World, states: readonly ContactRow['state'][]): ContactRow[] {
  return [...world.contacts.values()].filter((row) => states.includes(row.state))
}

function tasksIn(world: World, states: TaskRow['state'][]): TaskRow[] {
  return [...world.tasks.values()].filter((task) => states.includes(task.state))
}

function isLapsed(row: ContactRow, machineNow: number): boolean {
  return isMessage(row.channel) && row.leaseUntil !== null && row.leaseUntil < machineNow
}

function expire(world: World, row: ContactRow): void {
  Object.assign(row, { state: 'expired', reasons: [sendReason('too_late')], changedAt: world.now })
  reviewCase(world, row.case, world.now)
  const task = world.tasks.get(row.id)
  if (task?.state === 'open') Object.assign(task, { state: 'withdrawn', withdrawnWhy: 'expired' })
}

function duePersons(world: World): PersonId[] {
  const due = [...world.cases.values()]
    .filter((theCase) => theCase.nextReviewAt !== null && theCase.nextReviewAt <= world.now)
    .filter(({ person: id }) => !isAside(world, { loop: 'decide', kind: 'person', id }))
    .sort((a, b) => (a.nextReviewAt ?? 0) - (b.nextReviewAt ?? 0) || a.person - b.person)
  return [...new Set(due.map((theCase) => theCase.person))]
}

function unknowns(world: World, before: number, only?: readonly ContactRef[]): UnknownContact[] {
  const asked = only && new Set(only.map(({ contact }) => contact))
  return contactsIn(world, STATES.lost)
    .filter(({ id }) =>
      asked ? asked.has(id) : !isAside(world, { loop: 'sweep', kind: 'contact', id }, world.now),
    )
    .map((row) => ({
      contact: row.id,
      person: row.person,
      channel: row.channel,
      provider: row.provider ?? GATEWAY,
      reference: row.clientRef,
      at: row.at,
      providerRef: row.providerRef,
      reveal: () => (row.point === null ? null : (world.points.get(row.point)?.value ?? null)),
      since: row.changedAt,
      askedAt: world.askedAt.get(row.id) ?? [],
      humanSaid: null,
    }))
    .filter((one) => (one.askedAt.at(-1) ?? one.since) <= before)
    .sort((a, b) => a.since - b.since)
}

function resolve(
  world: World,
  { unknown, resolution }: { unknown: UnknownContact; resolution: Resolution },
  role: string,
): ContactJob[] {
  const row = world.contacts.get(unknown.contact)
  if (row?.state !== 'unknown') return []
  switch (resolution.to) {
    case 'wait':
      if (resolution.asked) world.askedAt.set(row.id, [...unknown.askedAt, world.now])
      return []
    case 'human':
      return askHuman(world, row, role)
    case 'sent':
      Object.assign(row, {
        state: 'sent',
        outcome: 'sent',
        disposition: saidByProvider('taken'),
        leaseToken: null,
        changedAt: world.now,
      })
      row.providerRef = resolution.providerRef ?? row.providerRef
      reviewCase(world, row.case, world.now)
      return []
    case 'again':
      Object.assign(row, { state: 'queued', at: null, leaseToken: null, changedAt: world.now })
      row.ring += 1
      world.askedAt.delete(row.id)
      return contactJobOf(row)
  }
}

function askHuman(world: World, row: ContactRow, role: string = ASKED_BY_STORE.unknown.role): [] {
  const [account] = row.accounts
  const asked = world.humanTasks.some(
    (task) => closersOf(task.kind).includes('receipt') && task.contact === row.id && task.resolvedAt === null,
  )
  if (account !== undefined && !asked) {
    world.humanTasks.push({
      person: row.person,
      account,
      case: row.case,
      contact: row.id,
      ...ASKED_BY_STORE.unknown,
      role,
      due: world.now,
      resolvedAt: null,
    })
  }
  return []
}

function isOver(world: World, task: TaskRow): boolean {
  const state = world.contacts.get(task.contact)?.state ?? 'cancelled'
  if (isLost(state) && task.state === 'started') return false
  return !isOpen(state) || isLost(state)
}

function closeTask(world: World, task: TaskRow): void {
  const state = world.contacts.get(task.contact)?.state ?? 'cancelled'
  const done = isMade(state)
  const why = isUnmade(state) && !isRefused(state) ? 'superseded' : state
  Object.assign(task, done ? { state: 'done', doneAt: world.now } : { state: 'withdrawn', withdrawnWhy: why })
}

function isAbandoned(world: World, task: TaskRow, before: number): boolean {
  return (task.startedAt ?? before) < before && world.contacts.get(task.contact)?.state === 'sending'
}

function abandon(world: World, task: TaskRow): void {
  const row = world.contacts.get(task.contact)
  if (!row) return
  Object.assign(row, { state: 'unknown', changedAt: world.now })
  askHuman(world, row)
}
