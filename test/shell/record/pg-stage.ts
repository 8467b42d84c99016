import { ContentHash } from '../../../src/core/base/id.ts'
import { followDebtPolicies } from '../../../src/shell/pg/config/debt-policy.ts'
import type { PersonId } from '../../../src/core/base/id.ts'
import type { LedgerBrake } from '../../../src/core/model/ledger.ts'
import { decidePage } from '../../../src/flow/decide.ts'
import { decideStore } from '../../../src/shell/pg/decide/decide.ts'
import { detectPage } from '../../../src/flow/detect.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { detectStore } from '../../../src/shell/pg/detect/detect.ts'
import { loadDossiers } from '../../../src/shell/pg/dossier/dossier.ts'
import { humanTaskStore } from '../../../src/shell/pg/task/human-task.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import type { Vault } from '../../../src/shell/pg/base/vault.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import type { TestDatabase } from '../../support/database.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { shippedReplies } from '../../support/shipped-words.ts'
import type { MadeContact, Picture, RecordStage } from './stage.ts'
import { brakeLine, HASH, atDoor, incoming, schedulesOf, strategy } from './stage.ts'

export interface PgStage extends RecordStage {
  db: Database
  vault: Vault
  ownerUrl: string
}

export async function pgStage(
  vault: Vault = openVault(newVaultKeys()),
  from: () => Promise<TestDatabase> = reusedDatabase,
): Promise<PgStage> {
  const database = await from()
  const { db } = database
  const replies = async () => shippedReplies()
  const recording = { store: recordStore(db), prepare: prepareWith(vault), replies }
  let config = memoryConfig(schedulesOf([strategy('all')]), HASH)
  const at = async (now: string): Promise<void> => {
    await db.query('insert into virtual_clock (at) values ($1) on conflict (one) do update set at = $1', [
      now,
    ])
  }
  await at('2026-03-01T12:00:00Z')
  return {
    db,
    vault,
    ownerUrl: database.ownerUrl,
    at,
    record: (...facts) => recordFacts(recording, incoming(facts)),
    door: (...rows) => recordFacts(recording, atDoor(rows)),
    detect: (limit) => detectPage({ store: detectStore(db), config }, limit),
    decide: () => decidePage({ store: decideStore(db), config }, 1000),
    see: () => pictureOf(db, vault),
    contact: (account, made) => addContact(db, vault, { account, made }),
    rename: async (account, name) => {
      await db.query('update account set external_id = $2 where external_id = $1', [account, name])
    },
    ask: async (account, { kind, step, rule, contact }) => {
      const [row] = await db.query<{ id: number }>(
        `insert into human_task (person_id, account_id, case_id, kind, step, episode, rule, contact_id, reason, role, due, created_at)
         select a.person_id, a.id, c.id, $2, $3, '2026-02-01', $4, $5, 'why', 'operations', business_now(), business_now()
         from account a join collection_case c on c.account_id = a.id and c.closed_on is null
         where a.external_id = $1 returning id`,
        [account, kind, step ?? null, rule ?? null, contact ?? null],
      )
      return row?.id ?? 0
    },
    closeCase: async (account, reason, lastAnchor) => {
      await db.query(
        `update collection_case c set state = $2, closed_on = '2026-01-01', close_reason = $2, next_review_at = null,
           snapshot = jsonb_build_object('episodes', '{}'::jsonb, 'lastAnchor', $3::text)
         from account a where a.id = c.account_id and a.external_id = $1 and c.closed_on is null`,
        [account, reason, lastAnchor],
      )
    },
    publish: async (more) => {
      const schedules = { ...schedulesOf([strategy('all')]), ...more }
      config = memoryConfig(schedules, ContentHash.parse('b'.repeat(64)))
      await db.transaction((tx) => followDebtPolicies(tx, schedules))
    },
    strategies: (strategies) => void (config = memoryConfig(schedulesOf(strategies), HASH)),
    people: {
      store: humanTaskStore(db, () => vault),
      record: (facts) => recordFacts(recording, facts),
    },
    aside: recording.store,
    dossier: (debtor) =>
      db.transaction(async (tx) => {
        const ids = await tx.query<{ id: PersonId }>('select id from person where external_id = $1', [debtor])
        const [dossier] = await loadDossiers(
          tx,
          ids.map(({ id }) => id),
        )
        if (!dossier) throw new Error(`no debtor ${debtor}`)
        return dossier
      }),
    brakes: async () =>
      (
        await db.query<LedgerBrake>(
          `select channel, strategy, creditor, stopped_at as "from", stopped_by as by, resumed_at as "to",
             resumed_by as "releasedBy" from brake order by id`,
        )
      ).map(brakeLine),
    close: () => database.drop(),
  }
}

async function addContact(
  db: Database,
  vault: Vault,
  { account, made }: { account: string; made: MadeContact },
): Promise<number> {
  const [row] = await db.query<{ id: number; person: number; case: number }>(
    `insert into contact (person_id, case_id, account_id, accounts, point_id, number_id, channel, creditor, collector,
       stage, step, episode, attempt, state, not_before, created_at, changed_at)
     select a.person_id, c.id, a.id, array[a.id], p.id, p.number_id, $2, 'acme', 'acme', 'first', $3, '2026-02-01',
            $4, $5, $7, now(), now()
     from account a join collection_case c on c.account_id = a.id and c.closed_on is null
     left join (contact_point p join shared_number n on n.id = p.number_id and n.hash = $6) on p.person_id = a.person_id
     where a.external_id = $1 returning id, person_id as person, case_id as "case"`,
    [
      account,
      made.channel,
      made.step ?? 'step',
      made.attempt ?? 1,
      made.state,
      made.to === undefined ? null : vault.hash(made.to),
      made.from ?? null,
    ],
  )
  if (!row) throw new Error(`no open case of ${account}`)
  if (made.channel === 'call' || made.channel === 'visit') {
    const table = made.channel === 'call' ? 'call_task' : 'visit_ticket'
    await db.query(
      `insert into ${table} (person_id, contact_id, case_id, rank, state, offered_at, expires_at)
       values ($1, $2, $3, 1, $4, now(), now())`,
      [row.person, row.id, row.case, made.state === 'queued' ? 'open' : 'started'],
    )
  }
  return row.id
}

async function pictureOf(db: Database, vault: Vault): Promise<Picture> {
  const lines = async (text: string): Promise<string[]> =>
    (await db.query<{ line: string }>(text)).map(({ line }) => line)
  const accounts = await db.query<Picture['accounts'][string] & { name: string; zones: string }>(
    `select external_id as name, past_due as "pastDue", balance, credit, anchor, bucket, look_on as "lookOn",
       score, collection, zones from account order by id`,
  )
  const points = await db.query<{ debtor: string; value: Buffer | null; keyId: string; valid: boolean }>(
    `select p.external_id as debtor, c.value_sealed as value, c.key_id as "keyId", c.valid
     from contact_point c join person p on p.id = c.person_id`,
  )
  const persons = await db.query<{ name: string; regions: string[] }>(
    'select external_id as name, regions from person order by id',
  )
  return {
    regions: Object.fromEntries(persons.map(({ name, regions }) => [name, regions])),
    accounts: Object.fromEntries(accounts.map(({ name, zones: _zones, ...row }) => [name, row])),
    zones: Object.fromEntries(accounts.map(({ name, zones }) => [name, zones.split(',')])),
    cases: await db.query(
      `select a.external_id || '/' || c.number as name, c.state, c.closed_on is null as open, c.epoch,
         coalesce(c.next_review_at <= business_now(), false) as due, c.strategy
       from collection_case c join account a on a.id = c.account_id order by c.id`,
    ),
    holds: (
      await lines(
        `select p.external_id || ' ' || h.kind || ' ' || h.external_id || case when lifted_at is null then ' on' else ' off' end as line
         from hold h join person p on p.id = h.person_id`,
      )
    ).sort(),
    promises: (
      await lines(
        `select a.external_id || ' ' || r.external_id || ' ' || r.amount || ' ' || r.by_on || case when cancelled then ' cancelled' else '' end as line
         from promise r join account a on a.id = r.account_id`,
      )
    ).sort(),
    evidence: (
      await lines(
        `select coalesce(p.external_id, 'nobody') || ' ' || e.key || '=' || (e.value #>> '{}') as line
         from evidence e left join person p on p.id = e.person_id`,
      )
    ).sort(),
    points: points
      .map(
        ({ debtor, value, keyId, valid }) =>
          `${debtor} ${value ? vault.open(value, keyId) : '-'} ${valid ? 'valid' : 'invalid'}`,
      )
      .sort(),
    contacts: await db.query('select id, channel, state, outcome, direction from contact order by id'),
    facts: await lines('select kind as line from fact order by id'),
    tasks: await lines(
      `select a.external_id || ' ' || t.kind as line from human_task t join account a on a.id = t.account_id order by t.id`,
    ),
    work: await lines(
      `select trim(contact_id || ' ' || state || ' ' || coalesce(withdrawn_why, '')) as line
       from (select * from call_task union all select * from visit_ticket) t order by contact_id`,
    ),
  }
}
