import type { SqlTransaction } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

/** Only law that is no longer in force is looked at: nobody can be judged under it meanwhile. A decision names almost every one, and the search ends with the first. */
const END_LAWS = plainStatement({
  name: 'law-end',
  once: true,
  text: `
    with over as materialized (
      select l.hash, exists (select from decision d where d.law_hash = l.hash) as decided
      from law_used l
      where not l.kept and exists (
        select from jsonb_array_elements(l.content -> 'packs') p where p ->> 'hash' <> all ($1::text[]))),
    stays as (
      update law_used l set kept = true from over where over.hash = l.hash and over.decided),
    ended as (
      delete from law_used l using over
      where over.hash = l.hash and not over.decided
        and not exists (select from contact c where c.law_hash = l.hash)
      returning 1)
    select count(*) as laws from ended`,
  row: { laws: 'int8' },
})

/** What nobody was judged under in the end goes; the answer is how many went. `inForce` = the hashes of the packs that are active. */
export async function endLaws(tx: SqlTransaction, inForce: readonly string[]): Promise<number> {
  const [row] = await ask(tx, END_LAWS, [inForce])
  return row?.laws ?? 0
}
