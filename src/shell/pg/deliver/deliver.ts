import type { PersonId } from '../../../core/base/id.ts'
import type { ContactState } from '../../../core/model/contact-state.ts'
import type { SendingDossier } from '../../../core/model/dossier.ts'
import { type Brake, type Breaker, breakerKindOf } from '../../../core/deliver/brake.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type {
  ContactRef,
  DeliverStore,
  DeliverTx,
  Ending,
  Loaded,
  RedeemTx,
  SettleSave,
} from '../../../flow/ports/deliver.ts'
import { selected, shapeOf } from '../base/columns.ts'
import { instantOf } from '../base/instant.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { fieldsIn, listIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'
import { CONTACT } from '../row/contact.ts'
import { takeRate } from './rate.ts'
import { saveRedeemed } from './save.ts'
import { saveSettled } from './settle.ts'
import { transactionsOn } from '../base/transactions-on.ts'
import { parkTx } from '../sweep/park.ts'
import type { Vault } from '../base/vault.ts'

export interface DeliverWith {
  vault: Vault
  loadDossiers: (tx: SqlTransaction, persons: PersonId[]) => Promise<SendingDossier[]>
}

export function deliverStore(db: Database, with_: DeliverWith): DeliverStore {
  const inside = (tx: SqlTransaction): DeliverTx =>
    Object.assign(redeemTx(tx, with_), {
      saveSettled: (saves: readonly SettleSave[], ending?: Ending) => saveSettled(tx, saves, ending),
    })
  return transactionsOn(db, inside)
}

export function redeemTx(tx: SqlTransaction, { vault, loadDossiers }: DeliverWith): RedeemTx {
  return {
    get now() {
      return tx.now
    },
    lock: (refs, beside) => lock(tx, refs, beside),
    loadQueued: (refs) => loadContacts(tx, vault, { refs, state: 'queued' }),
    loadDossiers: (persons) => loadDossiers(tx, persons),
    takeRate: (ask) => takeRate(tx, ask),
    saveRedeemed: (saves, config, ending) => saveRedeemed(tx, vault, { saves, config, ...ending }),
    ...parkTx(tx),
  }
}

export function columnsOf(refs: readonly ContactRef[]): [number[], number[]] {
  return [refs.map((one) => one.person), refs.map((one) => one.contact)]
}

/** Each step names the one before it, so that the order holds: patience, person, number, household, case. */
const LOCK = `
  with patience as materialized (select set_config('lock_timeout', $4, true) where $4::text is not null),
  wanted as materialized (
    select c.person_id, c.number_id, c.household_id, c.case_id
    from unnest($1::bigint[], $2::bigint[]) as w (person, contact)
    join contact c on c.person_id = w.person and c.id = w.contact),
  p as materialized (
    select id from person where id in (select person_id from wanted union select unnest($3::bigint[]))
      and (select count(*) from patience) >= 0
    order by id for no key update),
  n as materialized (
    select id from shared_number
    where id in (select number_id from wanted) and (select count(*) from p) >= 0
    order by id for no key update),
  h as materialized (
    select id from household
    where id in (select household_id from wanted) and (select count(*) from n) >= 0
    order by id for no key update),
  k as materialized (
    select k.id from collection_case k
    where (k.person_id, k.id) in (select person_id, case_id from wanted) and (select count(*) from h) >= 0
    order by k.person_id, k.id for share)
  select count(*) from k`

/** What was answered already is not kept from its row by whoever holds up the page beside it. */
const PATIENCE_BESIDE = '1s'

async function lock(
  tx: SqlTransaction,
  refs: readonly ContactRef[],
  beside?: readonly PersonId[],
): Promise<void> {
  await tx.query(LOCK, [...columnsOf(refs), beside ?? [], beside ? PATIENCE_BESIDE : null], 'deliver-lock')
}

interface Stops {
  brakes: Brake[]
  breakers: Breaker[]
}
const BRAKES = `select coalesce(json_agg(json_build_object('channel', channel, 'strategy', strategy,
    'creditor', creditor, 'stoppedAt', round(extract(epoch from stopped_at) * 1000), 'stoppedBy', stopped_by)
    order by id), '[]') from brake where resumed_at is null`
const BREAKERS = `select coalesce(json_agg(json_build_object('channel', channel,
    'provider', provider, 'why', why, 'retryAt', round(extract(epoch from retry_at) * 1000))), '[]') from breaker where retry_at > ${instantOf('$4')}`

const LOAD = `
  select ${selected(CONTACT, 'c')}, (${BRAKES})::text as brakes, (${BREAKERS})::text as breakers,
    (select id from config_version where active) as config, cp.value_sealed as "toSealed", cp.key_id as "toKey",
    p.name_sealed as "nameSealed", p.key_id as "nameKey"
  from unnest($1::bigint[], $2::bigint[]) as w (person, contact)
  join contact c on c.person_id = w.person and c.id = w.contact and c.state = $3
  join person p on p.id = c.person_id
  left join contact_point cp on cp.person_id = c.person_id and cp.id = c.point_id`

interface SealedRow extends ContactRow {
  /** JSON, the same for all of a page. */
  brakes: string
  breakers: string
  /** The active schedules. */
  config: number | null
  toSealed: Buffer | null
  toKey: string | null
  nameSealed: Buffer | null
  nameKey: string | null
}

const BRAKES_IN = listIn(
  fieldsIn<Required<Brake>>({
    channel: 'string?',
    strategy: 'string?',
    creditor: 'string?',
    stoppedAt: 'number',
    stoppedBy: 'string',
  }),
)
const BREAKER = fieldsIn<Omit<Breaker, 'kind'> & { why: string | null }>({
  channel: 'string',
  provider: 'string',
  retryAt: 'number',
  why: 'string?',
})
const BREAKERS_IN = listIn((value): Breaker => {
  const { why, ...breaker } = BREAKER(value)
  return { ...breaker, kind: breakerKindOf(why) }
})

const CONTACTS = statement<SealedRow>({
  name: 'deliver-load',
  text: LOAD,
  row: {
    ...shapeOf(CONTACT),
    brakes: 'text',
    breakers: 'text',
    config: 'int8?',
    toSealed: 'bytea?',
    toKey: 'text?',
    nameSealed: 'bytea?',
    nameKey: 'text?',
  },
})

export async function loadContacts(
  tx: SqlTransaction,
  vault: Vault,
  { refs, state }: { refs: readonly ContactRef[]; state: ContactState },
): Promise<Loaded[]> {
  const rows = await ask(tx, CONTACTS, [...columnsOf(refs), state, tx.now])
  const stops = stopsIn(rows)
  return rows.map((one) => {
    const { config, toSealed, toKey, nameSealed, nameKey } = one
    return {
      row: contactIn(one),
      stops,
      config,
      reveal: () => ({ to: opened(vault, toSealed, toKey), name: opened(vault, nameSealed, nameKey) }),
      lostKey: lostKey(vault, toSealed, toKey) ?? lostKey(vault, nameSealed, nameKey),
    }
  })
}

function stopsIn([first]: readonly SealedRow[]): Stops {
  if (!first) return { brakes: [], breakers: [] }
  return { brakes: BRAKES_IN(JSON.parse(first.brakes)), breakers: BREAKERS_IN(JSON.parse(first.breakers)) }
}

const COLUMNS = Object.keys(CONTACT) as (keyof ContactRow)[]
const EMPTY = Object.fromEntries(COLUMNS.map((key) => [key, null])) as unknown as ContactRow

/** The contact alone, field by field: a rest of so many fields is slow, and so is whatever it is spread into. */
function contactIn(row: ContactRow): ContactRow {
  const contact: Record<string, unknown> = { ...EMPTY }
  for (const key of COLUMNS) contact[key] = row[key]
  return contact as unknown as ContactRow
}

function lostKey(vault: Vault, value: Buffer | null, key: string | null): string | null {
  return value === null || key === null || vault.knows(key) ? null : key
}

function opened(vault: Vault, value: Buffer | null, key: string | null): string | null {
  return value === null || key === null ? null : vault.open(value, key)
}
