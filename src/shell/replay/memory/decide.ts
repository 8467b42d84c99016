import { createHash } from 'node:crypto'
import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { changedCase } from '../../../core/model/case.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type {
  CaseChange,
  NewContact,
  PersonDecision,
  PlanNews,
  PromiseTold,
  Refigured,
  SettlementTold,
} from '../../../core/model/decision.ts'
import { plannedContact } from '../../../core/model/planned-contact.ts'
import { forgivenRow } from '../../../core/settlement/figures.ts'
import { takenBack } from '../../../core/decide/case-reason.ts'
import type { DecideTx, DossierTx, OpenedTx, SaveDecisions } from '../../../flow/ports/decide.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { askHuman } from './ask-human.ts'
import { brakeSpans } from './brake.ts'
import { memoryDossiers } from './dossier.ts'
import { isAside, memoryParkTx } from './park.ts'
import { noteEngineFacts } from './record/fact.ts'
import type { World } from './world.ts'
import { indexOf } from './world-index.ts'
import { isPlanned, isUnmade, isWaiting } from '../../../core/model/contact-state.ts'

/** Deciding over the world in memory: the same rules of saving as in Postgres. */
export function memoryDecideStore(world: World): Transactions<DecideTx> {
  return {
    transaction: (work) =>
      work({
        now: world.now,
        lockDuePersons: async (limit, only) => {
          const found = duePersons(world, only)
          return { persons: found.slice(0, limit), left: found.length > limit }
        },
        dueIds: async (limit, only) => duePersons(world, only).slice(0, limit),
        lockThese: async (persons) => {
          const due = dueOf(world)
          return persons.filter((person) => due.has(person))
        },
        ...memoryParkTx(world),
        ...dossierTx(world),
        saveDecisions: async (decisions, _config, how) => saveDecisions(world, decisions, how),
      }),
  }
}

/** Deciding inside the transaction of whoever opens the cases; nobody else holds anybody here. */
export function memoryOpenedTx(world: World): Omit<OpenedTx, 'now'> {
  return {
    lockFree: async (persons) =>
      persons.filter((id) => !isAside(world, { loop: 'decide', kind: 'person', id })),
    ...dossierTx(world),
  }
}

function dossierTx(world: World): Omit<DossierTx, 'now'> {
  return {
    loadDossiers: async (persons) => memoryDossiers(world, persons),
    brakes: async () => brakeSpans(world),
  }
}

export function saveDecisions(
  world: World,
  decisions: readonly PersonDecision[],
  { queueDue = false }: SaveDecisions = {},
): ContactJob[] {
  const first = world.nextId
  for (const decision of decisions) save(world, decision)
  return queueDue ? queued(world, first) : []
}

/** Contacts planned since that id whose instant has come go to the queue. */
function queued(world: World, first: number): ContactJob[] {
  const due = [...world.contacts.values()].filter(
    ({ id, state, notBefore }) => id >= first && isPlanned(state) && (notBefore ?? Infinity) <= world.now,
  )
  return due.map((row) => {
    row.state = 'queued'
    const { id, person, case: caseId, channel, ring } = row
    return { contact: id, person, case: caseId as CaseId, channel, ring }
  })
}

function dueOf(world: World): Set<PersonId> {
  const due = new Set<PersonId>()
  for (const { person, nextReviewAt } of world.cases.values())
    if (nextReviewAt !== null && nextReviewAt <= world.now) due.add(person)
  return due
}

function duePersons(world: World, only?: readonly PersonId[]): PersonId[] {
  const asked = only && new Set(only)
  return [...dueOf(world)]
    .filter((id) => (!asked || asked.has(id)) && !isAside(world, { loop: 'decide', kind: 'person', id }))
    .sort((a, b) => a - b)
}

/** What belongs to a case whose version moved in between is not written. */
function save(world: World, decision: PersonDecision): void {
  const saved = new Set<CaseId>()
  for (const change of decision.cases) {
    if (saveCase(world, change)) saved.add(change.case)
  }
  const stale = new Set(decision.cases.map((change) => change.case).filter((id) => !saved.has(id)))
  for (const { contact, reason } of decision.cancelled) cancel(world, stale, contact, reason)
  for (const planned of decision.planned) if (!stale.has(planned.case)) insert(world, planned)
  for (const record of decision.decisions) if (!stale.has(record.case)) world.decisions.push(record)
  for (const { task, resolution } of decision.answered ?? []) {
    const row = world.humanTasks[task - 1]
    if (row?.resolvedAt === null) Object.assign(row, { resolvedAt: world.now, resolution })
  }
  for (const task of decision.tasks) if (task.case === null || !stale.has(task.case)) askHuman(world, task)
  for (const told of decision.promises ?? []) if (!stale.has(told.case)) tellPromise(world, told)
  for (const told of decision.plans ?? []) if (!stale.has(told.case)) tellPlan(world, told)
  for (const told of decision.settlements ?? []) if (!stale.has(told.case)) tellSettlement(world, told)
  for (const one of decision.refigured ?? []) if (!stale.has(one.case)) refigure(world, one)
  noteEngineFacts(
    world,
    decision.facts.filter((fact) => fact.case === null || !stale.has(fact.case)),
  )
}

function tellPromise(world: World, { account, externalId, told, paid }: PromiseTold): void {
  const row = world.promises.find((one) => one.account === account && one.externalId === externalId)
  if (row) Object.assign(row, { told, toldPaid: paid })
}

function tellPlan(world: World, { account, externalId, told, toldAs }: PlanNews): void {
  const row = world.plans.find((one) => one.account === account && one.externalId === externalId)
  if (row) Object.assign(row, { told, toldAs: structuredClone(toldAs) })
}

function tellSettlement(world: World, { account, externalId, told, paid }: SettlementTold): void {
  const row = world.settlements.find((one) => one.account === account && one.externalId === externalId)
  if (row) Object.assign(row, { told, toldPaid: paid })
}

/** The account is looked at again, for its bucket and its next look. */
function refigure(world: World, { account: id, on, forgiven, ...figures }: Refigured): void {
  const account = world.accounts.get(id)
  if (!account) return
  const rows = (world.payments.get(id) ?? []).filter(({ kind }) => kind !== 'forgiven')
  world.payments.set(id, [
    ...rows,
    ...forgiven.map((one) => {
      const { account: _account, ...row } = forgivenRow(id, one, world.now)
      return row
    }),
  ])
  const { pastDue, balance, anchor, credit, apart } = figures
  Object.assign(account, { pastDue, balance, anchor, credit, apart, lookOn: on })
}

function saveCase(world: World, change: CaseChange): boolean {
  const row = world.cases.get(change.case)
  if (!row || row.version !== change.version) return false
  Object.assign(row, changedCase(row, { ...change, snapshot: structuredClone(change.snapshot) }))
  if (change.closed) row.closedAt = world.now
  return true
}

function cancel(world: World, stale: ReadonlySet<CaseId>, id: ContactId, reason: string): void {
  const row = world.contacts.get(id)
  if (!row || !isWaiting(row.state)) return
  if (row.case !== null && stale.has(row.case)) return
  row.state = 'cancelled'
  row.changedAt = world.now
  row.reasons = [...row.reasons, takenBack(reason)]
  const task = world.tasks.get(id)
  if (task?.state === 'open') Object.assign(task, { state: 'withdrawn', withdrawnWhy: 'superseded' })
}

function insert(world: World, planned: NewContact): void {
  const { person, account, step, episode, attempt, template, durationMinutes, dpd, reasons } = planned
  for (const row of indexOf(world).contacts.rowsOf(person)) {
    const same = row.case === planned.case && row.episode === episode && row.step === step
    const over = isUnmade(row.state)
    if (same && row.attempt === attempt && !over) return
  }
  const id = world.nextId++ as ContactId
  const row: ContactRow = {
    ...plannedContact(id, planned, {
      point: world.points.get(planned.point),
      owner: world.accounts.get(account),
      household: world.persons.get(person)?.household ?? null,
    }),
    template,
    durationMinutes,
    dpd,
    reasons,
    ring: 0,
    tries: 0,
    clientRef: referenceOf(id),
    leaseToken: null,
    leaseUntil: null,
    agent: null,
    provider: null,
    passedOver: [],
    providerRef: null,
    providerCode: null,
    createdAt: world.now,
    changedAt: world.now,
  }
  world.contacts.set(id, row)
}

/** A UUID that the same world always gives. */
function referenceOf(id: ContactId): string {
  const hex = createHash('sha256').update(`contact ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
