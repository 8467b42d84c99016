import { randomUUID } from 'node:crypto'
import type { AccountId, ContactId, PersonId } from '../../../../core/base/id.ts'
import type { LedgerChanges, RecordedContact } from '../../../../core/model/ledger-changes.ts'
import { moneyKey } from '../../../../core/model/money-kind.ts'
import type { Sealed } from '../../../../core/model/ledger.ts'
import type { ConfigPort } from '../../../../flow/ports/config.ts'
import type { RecordTx } from '../../../../flow/ports/record.ts'
import type { Transactions } from '../../../../flow/ports/transactions.ts'
import { saveBrakes } from '../brake.ts'
import { countRefused } from '../count-refused.ts'
import { followDebts } from '../debts.ts'
import { memoryParkTx, retryOf } from '../park.ts'
import { saveFeedFiles } from '../feed.ts'
import { noteEngineFacts, noteFact } from './fact.ts'
import { recordIndexOf } from './indexes.ts'
import { loadLedger } from './load.ts'
import { paymentFrom } from './money-row.ts'
import { touchCases } from './reach.ts'
import type { World } from '../world.ts'
import { MADE_ELSEWHERE } from '../../../../core/model/contact-state.ts'

/** Without the active version, any name of a strategy is as good as another. */
export function memoryRecordStore(world: World, config?: Pick<ConfigPort, 'active'>): Transactions<RecordTx> {
  return {
    transaction: (work) =>
      work({
        now: world.now,
        loadLedger: async (needs) => {
          await followDebts(world, config)
          return loadLedger(world, needs, await strategiesOf(config))
        },
        saveLedger: async (changes) => saveLedger(world, changes),
        ownerOf: async ({ account, debtor }) => {
          const row = [...world.accounts.values()].find(({ externalId }) => externalId === account)
          if (row) return { person: row.person, account: row.id }
          const person = [...world.persons.values()].find(({ externalId }) => externalId === debtor)
          return person ? { person: person.id, account: null } : null
        },
        ...memoryParkTx(world),
      }),
  }
}

async function strategiesOf(config: Pick<ConfigPort, 'active'> | undefined): Promise<string[] | null> {
  const active = await config?.active()
  return active?.schedules.strategies.map(({ strategy }) => strategy) ?? null
}

function saveLedger(world: World, changes: LedgerChanges): PersonId[] {
  savePersons(world, changes)
  for (const account of [...changes.newAccounts, ...changes.accounts])
    world.accounts.set(account.id, { ...account })
  for (const { id, zones } of changes.rezoned)
    for (const row of recordIndexOf(world).accountsOf.rowsOf(id)) row.zones = zones
  for (const { person: _, account, ...row } of changes.obligations)
    put(world.obligations, account, row, ({ externalId }) => externalId)
  for (const { person: _, account, ...row } of changes.payments)
    put(world.payments, account, row, (one) => moneyKey(paymentFrom(one)))
  for (const promise of changes.promises)
    replace(
      world.promises,
      promise,
      (row) => row.account === promise.account && row.externalId === promise.externalId,
    )
  for (const plan of changes.plans)
    replace(world.plans, plan, (row) => row.account === plan.account && row.externalId === plan.externalId)
  for (const settlement of changes.settlements)
    replace(
      world.settlements,
      settlement,
      (row) => row.account === settlement.account && row.externalId === settlement.externalId,
    )
  saveHolds(world, changes.holds)
  for (const each of changes.evidence)
    world.evidence.push({ ...each, person: each.person ?? (0 as PersonId) })
  saveContacts(world, changes)
  for (const { id, person, kind, ...sealed } of changes.sealed)
    world.sealed.set(id, { person, kind, text: textIn(sealed), createdAt: world.now })
  saveAnswers(world, changes)
  saveTasks(world, changes)
  saveFeedFiles(world, changes)
  saveBrakes(world, changes)
  countRefused(world, changes.refused)
  for (const fact of changes.facts) noteFact(world, fact)
  noteEngineFacts(world, changes.engineFacts)
  return touchCases(world, changes)
}

export function saveHolds(world: World, holds: LedgerChanges['holds']): void {
  for (const hold of holds)
    replace(
      world.holds,
      hold,
      (row) =>
        row.person === hold.person &&
        row.kind === hold.kind &&
        row.externalId === hold.externalId &&
        row.account === hold.account &&
        row.number === hold.number &&
        row.channel === hold.channel,
    )
}

function savePersons(world: World, changes: LedgerChanges): void {
  for (const { id, externalId } of changes.newHouseholds) world.households.set(externalId, id)
  for (const { id, hash } of changes.newNumbers) world.numbers.set(hash, id)
  for (const [id, at] of changes.deadNumbers) world.deadNumbers.set(id, at)
  for (const { name, ...person } of [...changes.newPersons, ...changes.persons]) {
    const known = world.persons.get(person.id)
    const said = name === null ? known?.name : textIn(name)
    const { erased: _, ...row } = person
    world.persons.set(person.id, { ...known, ...row, ...(said !== undefined && { name: said }) })
  }
  for (const { value, ...point } of changes.newPoints)
    world.points.set(point.id, { ...point, value: value === null ? '' : textIn(value) })
  for (const { id, value, ...said } of changes.points) {
    const row = world.points.get(id)
    if (row) Object.assign(row, said, value && { value: textIn(value) })
  }
}

function saveContacts(world: World, changes: LedgerChanges): void {
  for (const { id, state, at, outcome, disposition } of changes.contacts) {
    const row = world.contacts.get(id)
    if (!row) continue
    Object.assign(row, { state, at, outcome, disposition, changedAt: world.now })
    Object.assign(row, { leaseToken: null, leaseUntil: null })
    const task = world.tasks.get(id)
    if (task && task.state !== 'done') Object.assign(task, { state: 'done', doneAt: world.now })
  }
  for (const each of changes.recorded) recordContact(world, each)
}

function saveAnswers(world: World, { answered }: LedgerChanges): void {
  for (const { id, answer, answeredAt, by } of answered) {
    const row = world.humanTasks[id - 1]
    if (row && answer !== null) {
      Object.assign(row, {
        resolvedAt: answeredAt,
        resolution: answer,
        ...(by !== null && { claimedBy: by }),
      })
      retryOf(world, id)
    }
  }
}

/** A task of a person is filed under his first account. */
function saveTasks(world: World, { tasks }: LedgerChanges): void {
  for (const { reply, ...task } of tasks) {
    const [first] = recordIndexOf(world).accountsOf.of(task.person)
    const account = task.account ?? first ?? (0 as AccountId)
    const { person, kind, reason } = task
    const open = world.humanTasks.some(
      (row) =>
        row.resolvedAt === null &&
        row.case === null &&
        row.rule === undefined &&
        row.person === person &&
        row.account === account &&
        row.kind === kind &&
        row.reason === reason,
    )
    if (open) continue
    world.humanTasks.push({
      ...task,
      ...(reply !== null && { reply }),
      account,
      case: null,
      resolvedAt: null,
    })
  }
}

function recordContact(world: World, { account, ...each }: RecordedContact): void {
  const id = world.nextId++ as ContactId
  world.contacts.set(id, {
    ...each,
    id,
    accounts: account === null ? [] : [account],
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    stage: null,
    step: null,
    episode: null,
    attempt: null,
    mandatory: false,
    dueOn: null,
    epoch: 0,
    state: MADE_ELSEWHERE,
    notBefore: null,
    expiresAt: null,
    dpd: null,
    template: null,
    durationMinutes: 0,
    ring: 0,
    tries: 0,
    clientRef: randomUUID(),
    leaseToken: null,
    leaseUntil: null,
    agent: null,
    provider: null,
    passedOver: [],
    providerRef: null,
    providerCode: null,
    reasons: [],
    createdAt: world.now,
    changedAt: world.now,
  })
}

/** Nothing is sealed in memory. */
function textIn({ value }: Sealed): string {
  return Buffer.from(value).toString('utf8')
}

function put<R>(rows: Map<AccountId, R[]>, account: AccountId, row: R, keyOf: (row: R) => string): void {
  const list = rows.get(account) ?? []
  const key = keyOf(row)
  replace(list, row, (each) => keyOf(each) === key)
  rows.set(account, list)
}

function replace<R>(rows: R[], row: R, same: (row: R) => boolean): void {
  const at = rows.findIndex(same)
  if (at < 0) rows.push(row)
  else rows[at] = row
}
