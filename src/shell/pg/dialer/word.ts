import { SAID_IN } from '../../../core/fact/kind/outcome.ts'
import type { DialMark } from '../../../core/model/dialer.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { DialEntry, DialerWordTx } from '../../../flow/ports/dialer-word.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { lockPersons } from '../deliver/review.ts'
import { freeIn } from './free.ts'

export function dialerWordStore(db: Database): Transactions<DialerWordTx> {
  return {
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          now: tx.now,
          lockEntry: (dialer, entry) => lockEntry(tx, dialer, entry),
          free: (entry, agent) => freeIn(tx, agent, [entry]),
          dialled: async ({ person, contact }, agent, at) => {
            await ask(tx, DIALLED, [person, contact, at, agent])
          },
          saveTold: async ({ entry }, { result, dialledAt, marks }) => {
            await ask(tx, TOLD, [entry, result, dialledAt, tx.now, marks])
          },
        }),
      ),
  }
}

const ENTRY = statement<Omit<DialEntry, 'marks'> & { marks: string[] }>({
  name: 'dialer-entry',
  once: true,
  text: `
    select e.entry, e.person_id as person, e.contact_id as contact, c.channel, c.point_id as point,
      a.external_id as account, e.state, e.handed_at as "handedAt", e.dial_before as "dialBefore",
      e.delta_told_at as "withdrawnFrom", e.result, e.marks,
      exists (select from promise r where r.person_id = c.person_id and r.account_id = c.account_id
        and r.external_id = '${SAID_IN}' || c.id)
        or exists (select from plan l where l.person_id = c.person_id and l.account_id = c.account_id
        and l.external_id = '${SAID_IN}' || c.id)
        or exists (select from settlement s where s.person_id = c.person_id and s.account_id = c.account_id
        and s.external_id = '${SAID_IN}' || c.id) as "isPromised",
      coalesce(e.dialled_at, case when e.state = 'handed' then c.at end) as "dialledAt", not exists (
        select from dialer_entry n where n.person_id = e.person_id and n.contact_id = e.contact_id
          and n.handed_at > e.handed_at) as "isLast"
    from dialer_entry e
    join dialer_list l on l.id = e.list_id and l.dialer = $1
    join contact c on c.person_id = e.person_id and c.id = e.contact_id
    join account a on a.person_id = c.person_id and a.id = c.account_id
    where e.entry = $2`,
  row: {
    entry: 'uuid',
    person: 'int8',
    contact: 'int8',
    channel: 'text',
    point: 'int8?',
    account: 'text',
    state: 'text',
    handedAt: 'timestamptz',
    dialBefore: 'timestamptz',
    withdrawnFrom: 'timestamptz?',
    result: 'text?',
    marks: 'text[]',
    isPromised: 'bool',
    dialledAt: 'timestamptz?',
    isLast: 'bool',
  },
})

/** What is read before the person is locked says only whom to lock. */
async function lockEntry(tx: SqlTransaction, dialer: string, entry: string): Promise<DialEntry | null> {
  const [found] = await ask(tx, ENTRY, [dialer, entry])
  if (!found) return null
  await lockPersons(tx, [found.person])
  const [own] = await ask(tx, ENTRY, [dialer, entry])
  return own ? { ...own, marks: own.marks as DialMark[] } : null
}

const DIALLED = plainStatement({
  name: 'dialer-dialled',
  once: true,
  text: `
    update contact set at = ${instantOf('$3')}
    where person_id = $1 and id = $2 and agent = $4 and state in ${oneOf(STATES.inHand)}`,
  row: {},
})

const TOLD = plainStatement({
  name: 'dialer-told',
  once: true,
  text: `
    update dialer_entry set state = case when $2 = 'not_dialled' then $2 else 'told' end, result = $2, dialled_at = ${instantOf('$3')}, told_at = ${instantOf('$4')},
      marks = $5
    where entry = $1`,
  row: {},
})
