import type { Instant } from '../../../src/core/base/time.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import type { World } from '../../../src/shell/replay/memory/world.ts'

/** A world's rows are written into the tables of the same names, ids included. */
export async function worldIntoPostgres(db: Database, world: World): Promise<void> {
  const put = (table: string, row: Record<string, unknown>) => insert(db, table, row)
  for (const [name, id] of world.numbers) await put('shared_number', { id, hash: Buffer.from(name) })
  for (const [name, id] of world.households) await put('household', { id, external_id: name })
  for (const one of world.persons.values()) {
    await put('person', {
      id: one.id,
      external_id: one.externalId,
      household_id: one.household,
      locale: one.locale,
      regions: one.regions,
      zones: one.zones,
      closed: JSON.stringify(one.closed),
    })
  }
  for (const { id, person, kind, number, line, place, role, valid } of world.points.values()) {
    await put('contact_point', {
      person_id: person,
      id,
      kind,
      number_id: number,
      line,
      place,
      role,
      key_id: 'k',
      valid,
    })
  }
  await putAccounts(world, put)
  await putWhatWasSaid(world, put)
  await putContacts(world, put)
}

type Put = (table: string, row: Record<string, unknown>) => Promise<void>

async function putAccounts(world: World, put: Put): Promise<void> {
  for (const one of world.accounts.values()) {
    await put('account', {
      person_id: one.person,
      id: one.id,
      external_id: one.externalId,
      creditor: one.creditor,
      collector: one.collector,
      actor: one.actor,
      product: one.product,
      currency: one.currency,
      zones: one.zones.join(','),
      feed: one.feed,
      past_due: one.pastDue,
      balance: one.balance,
      anchor: one.anchor,
      score: one.score,
      bucket: one.bucket,
    })
    for (const paid of world.payments.get(one.id) ?? []) {
      await put('payment', {
        person_id: one.person,
        account_id: one.id,
        external_id: paid.externalId,
        amount: paid.amount,
        happened_at: time(paid.happenedAt),
        recorded_at: time(paid.recordedAt),
        reversed_at: time(paid.reversedAt),
      })
    }
  }
  for (const one of world.cases.values()) {
    await put('collection_case', {
      person_id: one.person,
      id: one.id,
      account_id: one.account,
      number: one.number,
      state: one.state,
      stage: one.stage,
      snapshot: JSON.stringify(one.snapshot),
      strategy: one.strategy,
      strategy_hash: one.strategyHash,
      opened_on: one.openedOn,
      opened_at: time(one.openedAt),
      next_review_at: time(one.nextReviewAt),
    })
  }
}

async function putWhatWasSaid(world: World, put: Put): Promise<void> {
  for (const one of world.holds) {
    await put('hold', {
      person_id: one.person,
      kind: one.kind,
      external_id: one.externalId,
      reason: one.reason,
      account_id: one.account,
      point_id: one.point,
      number_id: one.number,
      channel: one.channel,
      from_at: time(one.from),
      until_on: one.until,
      lifted_at: time(one.lifted),
    })
  }
  for (const one of world.evidence) {
    await put('evidence', {
      person_id: one.person,
      key: one.key,
      account_id: one.account,
      point_id: one.point,
      agent: one.agent,
      value: JSON.stringify(one.value),
      at: time(one.at),
      until_at: time(one.until),
    })
  }
  for (const one of world.promises) {
    await put('promise', {
      person_id: one.person,
      account_id: one.account,
      external_id: one.externalId,
      amount: one.amount,
      made_at: time(one.madeAt),
      by_on: one.by,
      grace_days: one.graceDays,
      cancelled: one.cancelled,
    })
  }
}

async function putContacts(world: World, put: Put): Promise<void> {
  for (const one of world.contacts.values()) {
    await put('contact', {
      person_id: one.person,
      id: one.id,
      case_id: one.case,
      account_id: one.accounts[0],
      accounts: one.accounts,
      point_id: one.point,
      number_id: one.number,
      household_id: one.household,
      channel: one.channel,
      creditor: one.creditor,
      collector: one.collector,
      stage: one.stage,
      step: one.step,
      episode: one.episode,
      attempt: one.attempt,
      state: one.state,
      at: time(one.at),
      outcome: one.outcome,
      disposition: one.disposition,
      created_at: time(one.createdAt),
      changed_at: time(one.changedAt),
    })
  }
}

function time(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

async function insert(db: Database, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row)
  const places = names.map((_, index) => `$${index + 1}`)
  await db.query(
    `insert into ${table} (${names.join(', ')}) overriding system value values (${places.join(', ')})`,
    Object.values(row),
  )
}
