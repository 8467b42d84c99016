import type { ContactId } from '../../../core/base/id.ts'
import type { Day, Instant } from '../../../core/base/time.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import type { Vault } from '../base/vault.ts'

export interface Batch {
  id: number
  provider: string
  day: Day
  number: number
  name: string
  state: string
  cutOff: Instant
  /** It is another one for everybody who takes the batch. */
  token: string
  /** The place where it stood complete when somebody was about to hand it over. */
  staged: string | null
}

/** A batch to work on; `isNew`: nobody has worked on it before. */
export interface TakenBatch extends Batch {
  isNew?: true
}

const COLUMNS = `id, provider, day, number, name, state, cut_off as "cutOff", lease_token as token, staged`
const ROW = {
  id: 'int8',
  provider: 'text',
  day: 'date',
  number: 'int4',
  name: 'text',
  state: 'text',
  cutOff: 'timestamptz',
  token: 'uuid',
  staged: 'text?',
} as const

/** It is taken by one at a time; whoever died with it lets it go after this. */
const LEASE = `clock_timestamp() + interval '2 minutes'`

const TAKE = statement<Batch>({
  name: 'letter-batch-take',
  once: true,
  text: `
    update letter_batch set lease_until = ${LEASE}, lease_token = gen_random_uuid()
    where provider = $1 and state <> 'handed_over' and (lease_until is null or lease_until < clock_timestamp())
    returning ${COLUMNS}`,
  row: ROW,
})

const OPEN = statement<Batch>({
  name: 'letter-batch-open',
  once: true,
  text: `
    insert into letter_batch (provider, day, number, name, state, cut_off, lease_until, lease_token)
    select $1, $2::date, n, $1 || '-' || $2 || '-' || n, 'gathering', ${instantOf('$3')}, ${LEASE}, gen_random_uuid()
    from (select coalesce(max(number), 0) + 1 as n from letter_batch where provider = $1 and day = $2::date) as next
    where exists (select from letter where provider = $1 and batch_id is null and written_at <= ${instantOf('$3')})
    on conflict do nothing
    returning ${COLUMNS}`,
  row: ROW,
})

/** The batch of the house that is not handed over yet, or a new one where letters wait that were written before the cut-off; null = there is nothing to do, or somebody does it. */
export async function takeBatch(
  db: Database,
  house: { provider: string; day: Day; cutOff: Instant },
): Promise<TakenBatch | null> {
  const { provider, day, cutOff } = house
  const [left] = await ask(db, TAKE, [provider])
  if (left) return left
  const [opened] = await ask(db, OPEN, [provider, day, cutOff])
  return opened ? { ...opened, isNew: true } : null
}

const RENAME = statement<Batch>({
  name: 'letter-batch-rename',
  once: true,
  text: `
    update letter_batch b set number = next.n, name = b.provider || '-' || b.day || '-' || next.n
    from (
      select max(o.number) + 1 as n from letter_batch b join letter_batch o on o.provider = b.provider and o.day = b.day
      where b.id = $1) next
    where b.id = $1 and b.lease_token = $2
    returning ${COLUMNS}`,
  row: ROW,
})

/** The batch under a name that nobody has heard; null = somebody else has taken it meanwhile. */
export async function renamedBatch(db: Database, { id, token }: Batch): Promise<Batch | null> {
  return (await ask(db, RENAME, [id, token]))[0] ?? null
}

const EXTEND = statement<{ id: number }>({
  name: 'letter-batch-extend',
  once: true,
  text: `update letter_batch set lease_until = ${LEASE} where id = $1 and lease_token = $2 returning id`,
  row: { id: 'int8' },
})

/** False = somebody else has taken it meanwhile. */
export async function extendBatch(db: Database, { id, token }: Batch): Promise<boolean> {
  return (await ask(db, EXTEND, [id, token])).length > 0
}

const EMPTY = plainStatement({
  name: 'letter-batch-empty',
  once: true,
  text: `
    with b as (
      update letter_batch set state = 'gathering', staged = null where id = $1 and lease_token = $2 returning id)
    update letter l set batch_id = null from b where l.batch_id = b.id`,
  row: {},
})

/** Nothing of it was handed over: its letters wait again, and are looked at anew. */
export async function emptyBatch(db: Database, { id, token }: Batch): Promise<void> {
  await ask(db, EMPTY, [id, token])
}

const WAITING = statement<ContactRef>({
  name: 'letter-waiting',
  once: true,
  text: `
    select person_id as person, contact_id as contact from letter
    where provider = $1 and batch_id is null and written_at <= ${instantOf('$2')} and contact_id <> all ($3::bigint[])
    order by written_at limit $4`,
  row: { person: 'int8', contact: 'int8' },
})

/** Letters that go with the batch, the oldest first; `but` = those that were looked at in vain. */
export function waitingFor(
  db: Database,
  { provider, cutOff }: Batch,
  { but, limit }: { but: readonly ContactId[]; limit: number },
): Promise<ContactRef[]> {
  return ask(db, WAITING, [provider, cutOff, but, limit])
}

/** What a print house is told of a letter, and its pages. */
export interface BatchLetter {
  reference: string
  region: string | null
  paper: string
  pages: number
  sha256: string
}

const LETTERS = statement<BatchLetter & { pdf: Buffer | null; keyId: string | null }>({
  name: 'letter-of-batch',
  once: true,
  text: `
    select reference, region, paper, pages, sha256, pdf_sealed as pdf, key_id as "keyId" from letter
    where batch_id = $1 and reference > $2::uuid order by reference limit $3`,
  row: {
    reference: 'uuid',
    region: 'text?',
    paper: 'text',
    pages: 'int4',
    sha256: 'text',
    pdf: 'bytea?',
    keyId: 'text?',
  },
})
const PAGE = 100
const FIRST = '00000000-0000-0000-0000-000000000000'

/** The letters of a batch in the order of their references, a page at a time; null = the pages are gone, such as with somebody who was erased. */
export async function* lettersOf(
  db: Database,
  vault: Pick<Vault, 'open'>,
  batch: number,
): AsyncGenerator<BatchLetter & { pdf: Buffer | null }> {
  for (let after = FIRST; ; ) {
    const page = await ask(db, LETTERS, [batch, after, PAGE])
    for (const { pdf, keyId, ...letter } of page) {
      const isThere = pdf !== null && keyId !== null
      yield { ...letter, pdf: isThere ? Buffer.from(vault.open(pdf, keyId), 'base64') : null }
      after = letter.reference
    }
    if (page.length < PAGE) return
  }
}

const READY = statement<{ id: number }>({
  name: 'letter-batch-ready',
  once: true,
  text: `
    with b as (
      update letter_batch set state = 'ready', letters = $3, pages = $4, manifest = $5, staged = $6, lease_until = ${LEASE}
      where id = $1 and lease_token = $2 returning id),
    gone as (
      update letter l set batch_id = null from b where l.batch_id = b.id and l.reference <> all ($7::uuid[]))
    select id from b`,
  row: { id: 'int8' },
})

export interface Ready {
  letters: number
  pages: number
  manifest: string
  staged: string
  references: readonly string[]
}

/** The batch is what it is from here on: whether it was handed over shows where it was staged. A letter whose pages were gone when it was written is none of it. False = somebody else has taken it meanwhile. */
export async function readyBatch(db: Database, { id, token }: Batch, ready: Ready): Promise<boolean> {
  const { letters, pages, manifest, staged, references } = ready
  return (await ask(db, READY, [id, token, letters, pages, manifest, staged, references])).length > 0
}

const OUT = statement<{ id: number }>({
  name: 'letter-batch-out',
  once: true,
  text: `update letter_batch set state = 'out', lease_until = ${LEASE} where id = $1 and lease_token = $2 returning id`,
  row: { id: 'int8' },
})

/** It was handed over, and its letters are settled from here on. False = somebody else has taken it meanwhile. */
export async function outBatch(db: Database, { id, token }: Batch): Promise<boolean> {
  return (await ask(db, OUT, [id, token])).length > 0
}

const DROP = plainStatement({
  name: 'letter-batch-drop',
  once: true,
  text: 'delete from letter_batch where id = $1 and not exists (select from letter where batch_id = $1)',
  row: {},
})

/** Nothing was left of it. */
export async function dropBatch(db: Database, batch: number): Promise<void> {
  await ask(db, DROP, [batch])
}

const BUSINESS_NOW = statement<{ now: Instant }>({
  name: 'letter-now',
  once: true,
  text: 'select business_now() as now',
  row: { now: 'timestamptz' },
})

export async function businessNow(db: Database): Promise<Instant> {
  return (await askOne(db, BUSINESS_NOW)).now
}
