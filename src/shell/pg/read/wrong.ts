import { z } from 'zod'
import { isRowFault } from '../../../core/base/fault.ts'
import type { ContactId, ContentHash, PersonId } from '../../../core/base/id.ts'
import { type AgreedTerms, IN_DOUBT, MAY_BE_WRONG } from '../../../core/hindsight/wrong-contact.ts'
import {
  LATE_KINDS,
  OF_SEVERAL,
  type Suspect,
  type ToldWrong,
  toldWrong,
  type WrongContact,
  wrongContacts,
} from '../../law/wrong-contacts.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'
import { configPort } from '../config/config.ts'
import type { Database } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, statement } from '../base/statement.ts'
import { loadDossiers } from '../dossier/dossier.ts'
import { readKnown } from './known.ts'

/** The facts that were true before a contact `k` and were told after it: of its person, and of whoever shares the number. */
const LATE = `from (select k.person_id as id union select o.person_id from contact_point o where o.number_id = k.number_id) w
  join fact f on f.person_id = w.id
  where (f.account_id is null or f.account_id = any (k.accounts) or f.kind in ${oneOf(OF_SEVERAL)})
    and f.happened_at <= k.at and f.recorded_at > k.at and f.kind in ${oneOf(LATE_KINDS)}`

/** The condition on a contact `k` that history may show it as wrong. */
export const MAY_BE_WRONG_NOW = `k.direction = 'out' and k.case_id is not null and k.at is not null
  and k.purpose = '${MAY_BE_WRONG.purpose}' and k.state in ${oneOf(MAY_BE_WRONG.states)} and exists (select ${LATE})`

const Late = z.array(z.strictObject({ type: z.string(), at: z.number(), recordedAt: z.number() }))

const SUSPECTS = statement<Suspect>({
  name: 'wrong-suspects',
  once: true,
  text: `
    select k.id, k.person_id as person, k.accounts, k.channel, k.point_id as point, k.number_id as number, k.at,
      c.strategy_hash as "strategyHash", (select json_agg(json_build_object('type', f.kind,
        'at', round(extract(epoch from f.happened_at) * 1000)::int8,
        'recordedAt', round(extract(epoch from f.recorded_at) * 1000)::int8) order by f.id) ${LATE}) as late
    from contact k join collection_case c on c.person_id = k.person_id and c.id = k.case_id
    where k.id = any ($1) and ${MAY_BE_WRONG_NOW} order by k.id`,
  row: {
    id: 'int8',
    person: 'int8',
    accounts: 'int8[]',
    channel: 'text',
    point: 'int8?',
    number: 'int8?',
    at: 'timestamptz',
    strategyHash: 'text',
    late: json((value) => Late.parse(value), 'json'),
  },
})

/** The answer has those of the contacts that history, as it is known now, shows as wrong, and how that is told. */
export async function readWrong(db: Database, contacts: readonly number[]): Promise<Map<number, ToldWrong>> {
  if (contacts.length === 0) return new Map()
  const suspects = await ask(db, SUSPECTS, [contacts])
  const config = configPort(db)
  const found = new Map<number, ToldWrong>()
  for (const person of new Set(suspects.map((one) => one.person))) {
    const own = suspects.filter((one) => one.person === person)
    for (const [id, one] of await wrongOf(db, person, { own, config })) found.set(id, toldWrong(one))
  }
  return found
}

interface Asked {
  own: readonly Suspect[]
  config: ConfigPort
}

/** What cannot be read of somebody leaves his contacts in doubt, and nobody else's. */
async function wrongOf(
  db: Database,
  person: PersonId,
  { own, config }: Asked,
): Promise<Map<ContactId, WrongContact>> {
  try {
    const terms = await termsOf(config, own)
    return await db.transaction(async (tx) => {
      const [now] = await loadDossiers(tx, [person])
      if (!now) return new Map()
      const rows = await readKnown(tx, person, tx.now)
      return wrongContacts({ rows, now }, own, (hash) => terms.get(hash) ?? {})
    })
  } catch (error) {
    if (!isRowFault(error)) throw error
    return new Map(own.map(({ id, late }) => [id, { wrong: [IN_DOUBT], late }]))
  }
}

async function termsOf(
  config: ConfigPort,
  suspects: readonly Suspect[],
): Promise<Map<ContentHash, AgreedTerms>> {
  const hashes = [...new Set(suspects.map(({ strategyHash }) => strategyHash))]
  return new Map(
    await Promise.all(hashes.map(async (hash) => [hash, await config.strategyByHash(hash)] as const)),
  )
}
