import type { AccountId, PersonId } from '../../../core/base/id.ts'
import { chainOf, type Heads, insertLinked, linkFacts, type NewFact } from './chain.ts'
import type { SqlTransaction } from './database.ts'
import { ask, plainStatement } from './statement.ts'

/** Appends facts to their chains, in the order given: locks the rows that carry the heads, inserts, and moves the heads; a handful of statements whatever the number. `held` = heads whose rows the caller has locked, and writes itself. */
export async function chainFacts(
  tx: SqlTransaction,
  facts: readonly NewFact[],
  held: Heads = new Map(),
): Promise<void> {
  if (facts.length === 0) return
  const others = held.size === 0 ? facts : facts.filter((fact) => !held.has(chainOf(fact)))
  for (const [chain, head] of others.length > 0 ? await lockHeads(tx, others) : []) held.set(chain, head)
  await insertLinked(tx, linkFacts(held, facts, tx.now))
  await moveHeads(tx, others, held)
}

const PERSON_HEADS = plainStatement({
  name: 'chain-person-heads',
  text: 'select id, chain_head as head from person where id = any($1) order by id for no key update',
  row: { id: 'int8', head: 'bytea?' },
})

const ACCOUNT_HEADS = plainStatement({
  name: 'chain-account-heads',
  text: `
    select a.id, a.chain_head as head
    from unnest($1::bigint[], $2::bigint[]) as u (person, id)
    join account a on a.person_id = u.person and a.id = u.id
    order by a.person_id, a.id for no key update of a`,
  row: { id: 'int8', head: 'bytea?' },
})

const AGENT_HEAD = plainStatement({
  name: 'chain-agent-head',
  text: 'select head from agent_chain where one for update',
  row: { head: 'bytea?' },
})

/** The heads of the chains of these facts are locked and read. */
export async function lockHeads(tx: SqlTransaction, facts: readonly NewFact[]): Promise<Heads> {
  const heads: Heads = new Map()
  const { accounts, persons } = chainsIn(facts)
  if (persons.length > 0) {
    const rows = await ask(tx, PERSON_HEADS, [persons])
    for (const { id, head } of rows) heads.set(`p${id}`, head)
  }
  if (accounts.length > 0) {
    const rows = await ask(tx, ACCOUNT_HEADS, [
      accounts.map(([, person]) => person),
      accounts.map(([id]) => id),
    ])
    for (const { id, head } of rows) heads.set(`a${id}`, head)
  }
  await lockAgents(tx, facts, heads)
  return heads
}

/** The last lock of a transaction: nothing that it does later waits for anybody who waits for this one. */
export async function lockAgents(tx: SqlTransaction, facts: readonly NewFact[], heads: Heads): Promise<void> {
  if (!facts.some(isAboutAgents)) return
  const [row] = await ask(tx, AGENT_HEAD)
  heads.set(AGENTS, row?.head ?? null)
}

/** The heads of the chains of these facts are written. */
export async function moveHeads(tx: SqlTransaction, facts: readonly NewFact[], heads: Heads): Promise<void> {
  const { accounts, persons } = chainsIn(facts)
  if (persons.length > 0)
    await tx.query(
      `update person p set chain_head = u.head
       from unnest($1::bigint[], $2::bytea[]) as u (id, head) where p.id = u.id`,
      [persons, persons.map((id) => heads.get(`p${id}`))],
      'chain-person-move',
    )
  if (accounts.length > 0)
    await tx.query(
      `update account a set chain_head = u.head
       from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as u (person, id, head)
       where a.person_id = u.person and a.id = u.id`,
      [
        accounts.map(([, person]) => person),
        accounts.map(([id]) => id),
        accounts.map(([id]) => heads.get(`a${id}`)),
      ],
      'chain-account-move',
    )
  if (facts.some(isAboutAgents))
    await tx.query('update agent_chain set head = $1 where one', [heads.get(AGENTS)], 'chain-agent-move')
}

/** The name of the chain of facts that are nobody's. */
const AGENTS = 'p0'

function isAboutAgents({ person, account }: NewFact): boolean {
  return person === null && account === null
}

function chainsIn(facts: readonly NewFact[]): { accounts: [AccountId, PersonId | 0][]; persons: PersonId[] } {
  const accounts = new Map<AccountId, PersonId | 0>()
  const persons = new Set<PersonId>()
  for (const { person, account } of facts)
    if (account !== null) accounts.set(account, person ?? 0)
    else if (person !== null) persons.add(person)
  return { accounts: [...accounts], persons: [...persons] }
}
