import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CaseId, ContentHash, PersonId, AccountId } from '../../../src/core/base/id.ts'
import {
  claimHumanTask,
  type HumanTaskStore,
  listHumanTasks,
  resolveHumanTask,
} from '../../../src/flow/human-task.ts'
import { humanTaskStore as inMemory } from '../../support/memory/human-task.ts'
import { emptyWorld, type World } from '../../../src/shell/replay/memory/world.ts'
import { humanTaskStore as inPostgres } from '../../../src/shell/pg/task/human-task.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { NOW, seedCase } from './seed.ts'

/** A case that waits for task 1 alone, in each of the two stores. */
interface Waiting {
  store: HumanTaskStore
  nextReviewAt(): Promise<number | null>
}

let database: TestDatabase
const stores = new Map<string, Waiting>()

beforeAll(async () => {
  database = await freshDatabase()
  stores.set('Postgres', await waitingInPostgres())
  stores.set('memory', waitingInMemory())
})
afterAll(() => database.drop())

async function waitingInPostgres(): Promise<Waiting> {
  const { db } = database
  const ids = await seedCase(db)
  await db.query('update collection_case set next_review_at = null')
  await db.query(
    `insert into human_task (person_id, account_id, case_id, kind, reason, role, due, created_at)
     values ($1, $2, $3, 'last_step', 'nothing is left to try', 'collections', $4, $4)`,
    [ids.person, ids.account, ids.case, NOW],
  )
  const nextReviewAt = async (): Promise<number | null> => {
    const [row] = await db.query<{ at: number | null }>('select next_review_at as at from collection_case')
    return row?.at ?? null
  }
  return { store: inPostgres(db), nextReviewAt }
}

function waitingInMemory(): Waiting {
  const world: World = emptyWorld(Date.parse(NOW))
  const [person, account, id] = [PersonId.parse(1), AccountId.parse(1), CaseId.parse(1)]
  world.cases.set(id, {
    id,
    person,
    account,
    number: 1,
    open: true,
    state: 'working',
    stage: 'reminder',
    snapshot: { episodes: {}, lastAnchor: '2026-03-01' },
    epoch: 0,
    version: 1,
    strategy: 'us-card',
    strategyHash: ContentHash.parse('a'.repeat(64)),
    openedOn: '2026-03-02',
    openedAt: Date.parse(NOW),
    closedOn: null,
    closedAt: null,
    closeReason: null,
    nextReviewAt: null,
  })
  world.humanTasks.push({
    person,
    account,
    case: id,
    kind: 'last_step',
    reason: 'nothing is left to try',
    role: 'collections',
    due: Date.parse(NOW),
    resolvedAt: null,
  })
  return { store: inMemory(world), nextReviewAt: async () => world.cases.get(id)?.nextReviewAt ?? null }
}

/** The store takes every fact, and does nothing about it: the task is resolved all the same. */
function at(store: HumanTaskStore) {
  return { store, record: () => Promise.resolve({ rejected: [] }) }
}

it('what became of an unknown send is answered in one of two words', async () => {
  const world = emptyWorld(Date.parse(NOW))
  world.humanTasks.push({
    person: PersonId.parse(1),
    account: AccountId.parse(1),
    case: null,
    kind: 'unknown_contact',
    reason: 'find out whether it was sent',
    role: 'collections',
    due: Date.parse(NOW),
    resolvedAt: null,
  })
  const store = inMemory(world)
  expect(await resolveHumanTask(at(store), { id: 1, by: 'ann', resolution: 'not-sent' })).toMatchObject({
    code: 'bad_resolution',
  })
  expect(world.humanTasks[0]?.resolvedAt).toBeNull()
  expect(await resolveHumanTask(at(store), { id: 1, by: 'ann', resolution: 'not_sent' })).toMatchObject({
    ok: true,
  })
})

it('what a human says is stored as the fact that any other door takes', async () => {
  const world = emptyWorld(Date.parse(NOW))
  const person = PersonId.parse(1)
  world.persons.set(person, {
    id: person,
    externalId: 'D1',
    household: null,
    locale: 'en',
    regions: [],
    zones: ['UTC'],
    closed: [],
  })
  const task = {
    person,
    account: AccountId.parse(1),
    case: null,
    kind: 'wording',
    reason: 'read it',
  } as const
  world.humanTasks.push({ ...task, role: 'compliance', due: Date.parse(NOW), resolvedAt: null })
  const recorded: unknown[] = []
  const deps = {
    store: inMemory(world),
    record: async (facts: { fact: unknown }[]) => {
      recorded.push(...facts.map(({ fact }) => fact))
      return { rejected: [] }
    },
  }
  const said = (resolution: string) => resolveHumanTask(deps, { id: 1, by: 'ann', resolution })
  expect(await said('done')).toMatchObject({ code: 'bad_resolution' })
  expect(await said('cleared')).toMatchObject({ ok: true, task: { claimedBy: 'ann' } })
  expect(recorded).toMatchObject([
    { type: 'task.resolved', debtor: 'D1', kind: 'wording', task: 1, answer: 'cleared', agent: 'ann' },
  ])
})

describe.each(['Postgres', 'memory'])('human tasks in %s', (name) => {
  it('a task is held by one person, resolved once, and then the case is reviewed', async () => {
    const waiting = stores.get(name)
    if (!waiting) throw new Error(name)
    const { store } = waiting
    const open = await listHumanTasks(store, { role: 'collections', limit: 10 })
    expect(open).toMatchObject([{ id: 1, kind: 'last_step', case: 1, claimedBy: null }])
    expect(await listHumanTasks(store, { kind: 'review', limit: 10 })).toEqual([])
    expect(await claimHumanTask(store, 2, 'ann')).toMatchObject({ ok: false, code: 'unknown_task' })
    expect(await claimHumanTask(store, 1, 'ann')).toMatchObject({ ok: true, task: { claimedBy: 'ann' } })
    expect(await resolveHumanTask(at(store), { id: 1, by: 'bob', resolution: 'done' })).toMatchObject({
      ok: false,
      code: 'not_yours',
    })
    expect(await waiting.nextReviewAt()).toBeNull()
    expect(await resolveHumanTask(at(store), { id: 1, by: 'ann', resolution: 'done' })).toMatchObject({
      ok: true,
      task: { resolvedAt: Date.parse(NOW), resolution: 'done' },
    })
    expect(await waiting.nextReviewAt()).toBe(Date.parse(NOW))
    expect(await resolveHumanTask(at(store), { id: 1, by: 'ann', resolution: 'done' })).toMatchObject({
      code: 'already_resolved',
    })
    expect(await listHumanTasks(store, { limit: 10 })).toEqual([])
  })
})
