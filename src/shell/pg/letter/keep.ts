import type { ContactId, PersonId } from '../../../core/base/id.ts'
import { oneOf } from '../base/one-of.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { Vault } from '../base/vault.ts'

/** The person whom a letter is to, as far as its pages depend on it. */
export interface Addressee {
  person: PersonId
  contact: ContactId
  creditor: string
  locale: string
  regions: string[]
  name: string | null
}

interface AddresseeRow extends Omit<Addressee, 'name'> {
  nameSealed: Buffer | null
  nameKey: string | null
}

const ADDRESSEE = statement<AddresseeRow>({
  name: 'letter-addressee',
  text: `
    select c.person_id as person, c.id as contact, c.creditor, p.locale, p.regions, p.name_sealed as "nameSealed", p.key_id as "nameKey"
    from contact c join person p on p.id = c.person_id where c.client_ref = $1`,
  row: {
    person: 'int8',
    contact: 'int8',
    creditor: 'text',
    locale: 'text',
    regions: 'text[]',
    nameSealed: 'bytea?',
    nameKey: 'text?',
  },
})

export async function addresseeOf(
  db: Database,
  vault: Pick<Vault, 'open'>,
  reference: string,
): Promise<Addressee | null> {
  const [row] = await ask(db, ADDRESSEE, [reference])
  if (!row) return null
  const { nameSealed, nameKey, ...whom } = row
  return { ...whom, name: nameSealed === null || nameKey === null ? null : vault.open(nameSealed, nameKey) }
}

/** A letter with its pages. */
export interface Kept {
  person: PersonId
  contact: ContactId
  reference: string
  provider: string
  region: string | null
  paper: string
  pages: number
  sha256: string
  pdf: Buffer
}

const KEEP = statement<{ kept: boolean }>({
  name: 'letter-keep',
  text: `
    with c as (
      update contact c set lease_until = null
      where c.person_id = $1 and c.id = $2 and c.client_ref = $3 and c.state in ${oneOf(STATES.sending)}
      returning c.id),
    l as (
      insert into letter (person_id, contact_id, reference, provider, region, paper, pages, sha256, pdf_sealed, key_id, written_at)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ${instantOf('$11')} from c
      on conflict (person_id, contact_id) do update set
        provider = excluded.provider, region = excluded.region, paper = excluded.paper, pages = excluded.pages,
        sha256 = excluded.sha256, pdf_sealed = excluded.pdf_sealed, key_id = excluded.key_id,
        written_at = excluded.written_at, batch_id = null, looked_at = null
      where letter.batch_id is null
        or exists (select from letter_batch b where b.id = letter.batch_id and b.state = 'handed_over')
      returning 1)
    select exists (select from c) as kept`,
  row: { kept: 'bool' },
})

/** The letter stands in the book, once for its contact, and its contact waits for no answer any more. One that its house was given and never posted waits for the next batch. False = nobody sends it any more. */
export async function keepLetter(db: Database, vault: Pick<Vault, 'seal'>, letter: Kept): Promise<boolean> {
  const { value, keyId } = vault.seal(letter.pdf.toString('base64'))
  return db.transaction(async (tx) => {
    const [row] = await ask(tx, KEEP, [
      letter.person,
      letter.contact,
      letter.reference,
      letter.provider,
      letter.region,
      letter.paper,
      letter.pages,
      letter.sha256,
      value,
      keyId,
      tx.now,
    ])
    return row?.kept === true
  })
}

const KNOWN = statement<{ known: boolean }>({
  name: 'letter-known',
  text: 'select exists (select from letter where reference = $1) as known',
  row: { known: 'bool' },
})

export async function isLetterKept(db: Database, reference: string): Promise<boolean> {
  const [row] = await ask(db, KNOWN, [reference])
  return row?.known === true
}
