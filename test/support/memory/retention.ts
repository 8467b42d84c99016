import type { PersonId } from '../../../src/core/base/id.ts'
import { DAY_MS, type Day, type Instant } from '../../../src/core/base/time.ts'
import { NOBODY } from '../../../src/core/model/ledger.ts'
import {
  accountRecord,
  type ContactRecord,
  recordOfConsent,
  recordOfText,
  recordsOfContact,
} from '../../../src/core/retention/of-rows.ts'
import type { AccountRecord, PersonRecords } from '../../../src/core/retention/record.ts'
import { type AccountTime, agreedTimes } from '../../../src/core/retention/agreed.ts'
import { noWords } from '../../../src/core/model/point-words.ts'
import { ERASURE } from '../../../src/flow/erase.ts'
import { UNREAD_DAYS } from '../../../src/flow/ports/retention.ts'
import type { Erased, Erasure, RetentionSave, RetentionTx } from '../../../src/flow/ports/retention.ts'
import type { Transactions } from '../../../src/flow/ports/transactions.ts'
import { isAside, memoryParkTx } from '../../../src/shell/replay/memory/park.ts'
import { noteFact } from '../../../src/shell/replay/memory/record/fact.ts'
import { recordIndexOf } from '../../../src/shell/replay/memory/record/indexes.ts'
import { indexOf } from '../../../src/shell/replay/memory/world-index.ts'
import type { AccountRow, FactRow, World } from '../../../src/shell/replay/memory/world.ts'

export function memoryRetentionStore(world: World): Transactions<RetentionTx> {
  return {
    transaction: (work) =>
      work({
        now: world.now,
        lockDue: async (day, limit) => due(world, day).slice(0, limit),
        dueIds: async (day, limit) => due(world, day).slice(0, limit),
        lockThese: async (persons) => [...persons],
        ...memoryParkTx(world),
        personsAfter: async (after, limit) =>
          [...world.persons.keys()]
            .filter((id) => id > after)
            .sort((a, b) => a - b)
            .slice(0, limit),
        loadRecords: async (persons) => persons.map((id) => recordsOf(world, id)),
        saveRetention: async (save) => saveRetention(world, save),
        erase: async (erasure) => erase(world, erasure),
        clearRaw: async () => ({ staged: 0, callbacks: 0, texts: clearUnread(world), laws: 0 }),
      }),
  }
}

/** A text of nobody who is known is kept while somebody is asked to read it, and never longer. */
function clearUnread(world: World): number {
  const asked = new Set(
    world.humanTasks.flatMap(({ resolvedAt, sealed, sender }) =>
      resolvedAt === null ? [sealed, sender] : [],
    ),
  )
  const over = [...world.sealed].filter(
    ([id, { person, text, createdAt }]) =>
      person === NOBODY && text !== null && (!asked.has(id) || createdAt < world.now - UNREAD_DAYS * DAY_MS),
  )
  for (const [id] of over) emptyText(world, id)
  return over.length
}

function due(world: World, day: Day): PersonId[] {
  return [...world.persons.values()]
    .filter(({ retentionOn }) => (retentionOn ?? '') <= day)
    .map(({ id }) => id)
    .filter((id) => !isAside(world, { loop: 'purge', kind: 'person', id }))
}

function recordsOf(world: World, id: PersonId): PersonRecords {
  const person = world.persons.get(id)
  if (!person) throw new Error(`no person ${id}`)
  const facts = [...world.facts.values()].filter((fact) => fact.person === id)
  const agreed = agreedTimes(
    world.plans.filter((one) => one.person === id),
    world.settlements.filter((one) => one.person === id),
  )
  const contacts = indexOf(world)
    .contacts.rowsOf(id)
    .filter(({ at }) => at !== null)
    .map((row): ContactRecord => ({ ...row, at: row.at ?? 0, made: true, sealed: null }))
  return {
    person: id,
    externalId: person.externalId,
    regions: person.regions,
    zones: person.zones,
    known:
      Boolean(person.name) ||
      person.closed.length > 0 ||
      person.household !== null ||
      pointsOf(world, id).some(({ value }) => value !== ''),
    erased: person.erasedAt !== undefined,
    accounts: recordIndexOf(world)
      .accountsOf.rowsOf(id)
      .map((account) => accountFrom(world, account, { facts, contacts, agreed })),
    records: [
      ...contacts.flatMap(recordsOfContact),
      ...facts.flatMap((fact) => textOf(world, fact)),
      ...world.evidence
        .filter((one) => one.person === id && one.key.startsWith('consent.'))
        .map(recordOfConsent),
    ],
  }
}

function textOf(world: World, { account, body, happenedAt, recordedAt }: FactRow) {
  const { id } = (body['sealed'] ?? {}) as { id?: number }
  const row = id === undefined ? undefined : world.sealed.get(id)
  if (id === undefined || row === undefined || row.text === null) return []
  const channel = (body['channel'] ?? null) as Parameters<typeof recordOfText>[0]['channel']
  const at = Math.max(happenedAt, recordedAt)
  return [recordOfText({ account, sealed: id, what: row.kind, channel, at })]
}

function accountFrom(
  world: World,
  { id, externalId, actor, product, collection, collectionAt }: AccountRow,
  { facts, contacts, agreed }: { facts: FactRow[]; contacts: ContactRecord[]; agreed: AccountTime[] },
): AccountRecord {
  const cases = recordIndexOf(world).casesOf.rowsOf(id)
  const said = facts.filter(({ account, source }) => account === id && source !== ERASURE)
  const closedAt: Instant | null = collection === 'ended' ? (collectionAt ?? null) : null
  const times = [
    ...said.map(({ recordedAt }) => recordedAt),
    ...cases.map((theCase) => theCase.closedAt ?? 0),
    ...agreed.filter(({ account }) => account === id).map(({ at }) => at),
  ]
  const open = cases.some((theCase) => theCase.open)
  return accountRecord({ id, externalId, actor, product, closedAt, open, times }, contacts)
}

function saveRetention(world: World, { texts, forgotten, looks, conflicts }: RetentionSave): void {
  for (const { sealed } of texts) emptyText(world, sealed)
  for (const person of forgotten) forget(world, person)
  for (const { person, on } of looks) {
    const row = world.persons.get(person)
    if (row) row.retentionOn = on
  }
  for (const { person, kind, destroy, keep } of conflicts) {
    const reason = `${kind}: ${destroy.rule} ${keep.rule}`
    if (!world.disputedRecords.some((one) => one.person === person && one.reason === reason))
      world.disputedRecords.push({ person, reason })
  }
}

function erase(world: World, { person, by, reason }: Erasure): Erased {
  const held = [...world.sealed].filter(([, row]) => row.person === person && row.text !== null)
  for (const [id] of held) emptyText(world, id)
  const row = world.persons.get(person)
  const name = Boolean(row?.name)
  const points = forget(world, person)
  if (row) row.erasedAt = world.now
  for (const task of world.humanTasks)
    if (task.person === person && task.resolvedAt === null)
      Object.assign(task, { resolvedAt: world.now, resolution: 'erased' })
  noteFact(world, {
    person,
    account: null,
    kind: 'person.erased',
    at: world.now,
    source: 'engine',
    key: `person.erased/${person}`,
    body: { by, reason },
    digest: '',
  })
  return { texts: held.length, points, name }
}

function emptyText(world: World, id: number): void {
  const row = world.sealed.get(id)
  if (row) row.text = null
}

/** How many points had a value. */
function forget(world: World, person: PersonId): number {
  const row = world.persons.get(person)
  if (row) {
    delete row.name
    Object.assign(row, { closed: [], closedAt: null, household: null })
  }
  const points = pointsOf(world, person).filter(({ value }) => value !== '')
  for (const point of points) {
    const words = { ...(point.words ?? noWords()), deadAt: null, aliveAt: null }
    Object.assign(point, { value: '', valid: false, validAt: null, words })
  }
  return points.length
}

function pointsOf(world: World, person: PersonId) {
  return recordIndexOf(world).pointsOf.rowsOf(person)
}
