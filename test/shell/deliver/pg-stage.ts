import type { Instant } from '../../../src/core/base/time.ts'
import { HOUR } from '../../../src/core/base/time.ts'
import { resumeBrake, stopBrake } from '../../../src/shell/pg/door/brake.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { deliverStore } from '../../../src/shell/pg/deliver/deliver.ts'
import { loadDossiers, loadToSend } from '../../../src/shell/pg/dossier/dossier.ts'
import { relayStore } from '../../../src/shell/pg/deliver/relay.ts'
import { sweepStore } from '../../../src/shell/pg/sweep/sweep.ts'
import { taskStore } from '../../../src/shell/pg/task/task.ts'
import { newVaultKeys, openVault, type Vault } from '../../../src/shell/pg/base/vault.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { ACCOUNTS, caseOf, type ContactSeed, HASH, NOW, type Seen, type Stage } from './stage.ts'

export async function pgStage(): Promise<Stage & { db: Database }> {
  const fresh = await reusedDatabase()
  const { db } = fresh
  const vault = openVault(newVaultKeys())
  const setNow = async (now: Instant): Promise<void> => {
    await db.query(
      `insert into virtual_clock (at) values (to_timestamp($1::float8 / 1000)) on conflict (one) do update set at = excluded.at`,
      [now],
    )
  }
  await setNow(NOW)
  await putAccounts(db, vault)
  const every = { channel: null, strategy: null, creditor: null }
  return {
    db,
    deliver: deliverStore(db, { vault, loadDossiers: loadToSend }),
    relay: relayStore(db),
    task: taskStore(db, { vault, loadDossiers }),
    sweep: sweepStore(db),
    setNow,
    contacts: (seeds) => putContacts(db, seeds),
    contact: (id) => seen(db, id),
    raiseEpoch: async (account) => {
      await db.query('update collection_case set epoch = epoch + 1 where id = $1', [caseOf(account)])
    },
    requeue: async (id) => {
      await db.query(
        `update contact set state = 'queued', ring = ring + 1, at = null, agent = null where id = $1`,
        [id],
      )
    },
    brake: async (channel) => {
      await stopBrake(db, { brake: { ...every, channel }, why: 'a test', by: 'test' })
    },
    resume: async () => void (await resumeBrake(db, { brake: every, all: true, by: 'test' })),
    nextReview: async (account) =>
      (
        await db.query<{ at: Instant }>('select next_review_at as at from collection_case where id = $1', [
          caseOf(account),
        ])
      )[0]?.at ?? null,
    decisions: async () =>
      db.query(
        `select kind, to_state as to, array(select r ->> 'rule' from jsonb_array_elements(reasons) r) as rules
         from decision order by id`,
      ),
    humanTasks: async () =>
      (await db.query<{ kind: string }>('select kind from human_task order by id')).map((row) => row.kind),
    close: () => fresh.drop(),
  }
}

async function seen(db: Database, id: number): Promise<Seen> {
  const [row] = await db.query<Seen>(
    `select state, ring, tries, at, not_before as "notBefore", expires_at as "expiresAt",
       provider_ref as "providerRef", provider_code as "providerCode",
       array(select r ->> 'rule' from jsonb_array_elements(reasons) r) as rules
     from contact where id = $1`,
    [id],
  )
  if (!row) throw new Error(`no contact ${id}`)
  return row
}

async function putAccounts(db: Database, vault: Vault): Promise<void> {
  for (const { account, person, number } of ACCOUNTS) {
    const value = vault.seal(`+1202555${String(number).padStart(4, '0')}`)
    await db.query(
      `insert into shared_number (id, hash) overriding system value values ($1, $2) on conflict do nothing`,
      [number, vault.hash(String(number))],
    )
    await db.query(
      `insert into person (id, external_id, regions, zones) overriding system value
       values ($1, $2, '{US-NY}', '{UTC}') on conflict do nothing`,
      [person, `D${person}`],
    )
    await db.query(
      `insert into contact_point (person_id, id, kind, number_id, value_sealed, key_id) overriding system value
       values ($1, $2, 'phone', $3, $4, $5) on conflict do nothing`,
      [person, person + 1000, number, value.value, value.keyId],
    )
    await db.query(
      `insert into account (person_id, id, external_id, creditor, collector, actor, product, currency, zones,
         past_due, anchor, score) overriding system value
       values ($1, $2, $3, 'acme', 'acme', 'first_party', 'invoice', 'USD', 'UTC', 5594, '2026-02-01', 0.3)`,
      [person, account, `A${account}`],
    )
    await db.query(
      `insert into collection_case (person_id, id, account_id, number, state, stage, snapshot, strategy,
         strategy_hash, opened_on, opened_at, next_review_at) overriding system value
       values ($1, $2, $3, 1, 'working', 'reminder', '{"episodes":{},"lastAnchor":"2026-02-01"}', 'test', $4,
         '2026-02-02', to_timestamp($5::float8 / 1000), to_timestamp($6::float8 / 1000))`,
      [person, caseOf(account), account, HASH, NOW, NOW + 1000 * HOUR],
    )
  }
}

async function putContacts(db: Database, seeds: ContactSeed[]): Promise<void> {
  for (const seed of seeds) {
    const { person, number } = ACCOUNTS.find((one) => one.account === seed.account) ?? ACCOUNTS[0]
    const channel = seed.channel ?? 'sms'
    await db.query(
      `insert into contact (person_id, id, case_id, account_id, accounts, point_id, number_id, channel, creditor,
         collector, stage, step, episode, attempt, due_on, dpd, template, epoch, state, not_before, expires_at,
         client_ref, created_at, changed_at) overriding system value
       values ($1, $2, $3, $4, array[$4::bigint], $5, $6, $7, 'acme', 'acme', 'reminder', $8, '2026-02-01', $9,
         '2026-03-02', 29, $10, $11, $12, to_timestamp($13::float8 / 1000), to_timestamp($14::float8 / 1000),
         $15, to_timestamp($16::float8 / 1000), to_timestamp($16::float8 / 1000))`,
      [
        person,
        seed.id,
        caseOf(seed.account),
        seed.account,
        person + 1000,
        number,
        channel,
        `step-${seed.id}`,
        seed.attempt ?? 1,
        `${channel}-text`,
        seed.epoch ?? 0,
        seed.state ?? 'queued',
        seed.notBefore ?? NOW,
        seed.expiresAt ?? NOW + 8 * HOUR,
        `00000000-0000-4000-8000-${String(seed.id).padStart(12, '0')}`,
        NOW,
      ],
    )
  }
}
