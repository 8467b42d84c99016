import type { ContactId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { ContactState } from '../../../core/model/contact-state.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

/** A letter of which it is known what became of it, and not yet looked at what it proves. */
export interface Ended {
  person: PersonId
  contact: ContactId
  account: string
  template: string | null
  state: ContactState
  at: Instant | null
}

const ENDED = statement<Ended>({
  name: 'letter-ended',
  once: true,
  text: `
    select c.person_id as person, c.id as contact, a.external_id as account, c.template, c.state, c.at
    from letter l
    join contact c on c.person_id = l.person_id and c.id = l.contact_id
    join account a on a.person_id = c.person_id and a.id = c.account_id
    where l.looked_at is null and l.batch_id is not null and c.state not in ${oneOf(STATES.inHand)}
      and (l.person_id, l.contact_id) > ($1, $2)
    order by l.person_id, l.contact_id limit $3`,
  row: {
    person: 'int8',
    contact: 'int8',
    account: 'text',
    template: 'text?',
    state: 'text',
    at: 'timestamptz?',
  },
})

/** Those that come after it, in the order of persons and contacts. */
export function endedLetters(
  db: Database,
  after: Pick<Ended, 'person' | 'contact'> | undefined,
  limit: number,
): Promise<Ended[]> {
  return ask(db, ENDED, [after?.person ?? 0, after?.contact ?? 0, limit])
}

const LOOKED_AT = plainStatement({
  name: 'letter-looked-at',
  once: true,
  text: `
    update letter l set looked_at = ${instantOf('$3')}
    from unnest($1::bigint[], $2::bigint[]) as u (person, contact)
    where l.person_id = u.person and l.contact_id = u.contact`,
  row: {},
})

export async function lookedAt(db: Database, letters: readonly Ended[]): Promise<void> {
  const persons = letters.map(({ person }) => person)
  const contacts = letters.map(({ contact }) => contact)
  await db.transaction((tx) => ask(tx, LOOKED_AT, [persons, contacts, tx.now]))
}
