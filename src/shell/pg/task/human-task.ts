import { faultCode } from '../../../core/base/fault.ts'
import { unreadable } from '../../../core/base/told.ts'
import { NOBODY } from '../../../core/model/ledger.ts'
import type { RefusedHold } from '../../../core/fact/release-refused.ts'
import type { HumanTaskView, HumanTaskTx, UnmatchedMessage } from '../../../flow/ports/human-task.ts'
import type { HumanTaskStore } from '../../../flow/human-task.ts'
import { noteAudit } from '../base/audit.ts'
import type { Database, SqlTransaction } from '../base/database.ts'
import { ask, askOne, plainStatement, type Shape, statement } from '../base/statement.ts'
import type { Vault } from '../base/vault.ts'
import { retryAnswered } from '../sweep/park.ts'
import { matchTo, namesOf, unmatch } from './match.ts'

/** `vault` opens what the debtor wrote, for who has the task in hand; without it no text is shown. */
export function humanTaskStore(db: Database, vault?: () => Pick<Vault, 'open'>): HumanTaskStore {
  return { transaction: (work) => db.transaction((tx) => work(humanTaskTx(tx, vault))) }
}

const ROW: Shape<HumanTaskView> = {
  id: 'int8',
  person: 'int8',
  case: 'int8?',
  about: 'text',
  contact: 'int8?',
  kind: 'text',
  rule: 'text?',
  step: 'text?',
  reason: 'text',
  reply: 'text?',
  role: 'text',
  due: 'timestamptz',
  createdAt: 'timestamptz',
  claimedBy: 'text?',
  claimedAt: 'timestamptz?',
  resolvedAt: 'timestamptz?',
  resolution: 'text?',
}

const TASK = `select t.id, t.person_id as person, t.case_id as "case",
    case when t.person_id = 0 then coalesce(t.rule, 'nobody who is known')
      else coalesce(a.external_id || '/' || c.number, a.external_id, 'person #' || t.person_id) end as about, t.contact_id as contact, t.kind, t.rule, t.step, t.reason, t.reply, t.role,
    t.due, t.created_at as "createdAt", t.claimed_by as "claimedBy", t.claimed_at as "claimedAt",
    t.resolved_at as "resolvedAt", t.resolution
  from human_task t
  left join collection_case c on c.person_id = t.person_id and c.id = t.case_id
  left join account a on a.person_id = t.person_id and a.id = t.account_id`

const OPEN = statement<HumanTaskView>({
  name: 'human-task-open',
  once: true,
  text: `${TASK} where t.resolved_at is null and ($1::text is null or t.kind = $1) and ($2::text is null or t.role = $2)
    order by t.due, t.id limit $3`,
  row: ROW,
})

/** Nobody who is known has no row to be locked by. */
const ONE = statement<HumanTaskView>({
  name: 'human-task-one',
  once: true,
  text: `${TASK} where t.id = $1 for update of t`,
  row: ROW,
})

const TEXT = plainStatement({
  name: 'human-task-text',
  once: true,
  text: `
    select s.value, s.key_id as "keyId" from human_task t
    join sealed s on s.person_id = t.person_id and s.id = t.sealed_id
    where t.person_id = $1 and t.id = $2`,
  row: { value: 'bytea?', keyId: 'text' },
})

const MESSAGE = statement<UnmatchedRow>({
  name: 'human-task-message',
  once: true,
  text: `
    select f.happened_at as at, f.body ->> 'channel' as channel, f.body ->> 'disposition' as disposition,
      f.body ->> 'understood' as understood, w.value as text, w.key_id as "textKey", n.value as "from", n.key_id as "fromKey"
    from human_task t
    join fact f on f.person_id = 0 and f.key = t.reply and f.body ->> 'direction' = 'in'
    left join sealed w on w.person_id = 0 and w.id = (f.body -> 'sealed' ->> 'id')::bigint
    left join sealed n on n.person_id = 0 and n.id = t.sender_id
    where t.person_id = 0 and t.id = $1
    order by w.id = t.sealed_id desc nulls last, f.id desc limit 1`,
  row: {
    at: 'timestamptz',
    channel: 'text',
    disposition: 'text',
    understood: 'text?',
    text: 'bytea?',
    textKey: 'text?',
    from: 'bytea?',
    fromKey: 'text?',
  },
})
type UnmatchedRow = Pick<UnmatchedMessage, 'at' | 'channel' | 'disposition' | 'understood'> & {
  text: Buffer | null
  textKey: string | null
  from: Buffer | null
  fromKey: string | null
}

const IS_KNOWN = statement<{ known: boolean }>({
  name: 'human-task-owner',
  once: true,
  text: `select exists (select from person where external_id = $1 and erased_at is null)
      or exists (
        select from account a join person p on p.id = a.person_id where a.external_id = $2 and p.erased_at is null) as known`,
  row: { known: 'bool' },
})

const REFUSED_HOLDS = statement<RefusedHold>({
  name: 'human-task-refused',
  once: true,
  text: `
    select h.id, a.external_id as account, p.external_id as debtor, h.external_id as hold
    from hold h join person p on p.id = h.person_id
    left join account a on a.person_id = h.person_id and a.id = h.account_id
    where h.reason = 'data_refused' and h.lifted_at is null and right(h.external_id, length($1)) = $1
    order by h.person_id, h.id`,
  row: { id: 'int8', account: 'text?', debtor: 'text', hold: 'text' },
})

function humanTaskTx(tx: SqlTransaction, vault?: () => Pick<Vault, 'open'>): HumanTaskTx {
  return {
    now: tx.now,
    openTasks: ({ kind, role, limit }) => ask(tx, OPEN, [kind ?? null, role ?? null, limit]),
    async lockTask(id) {
      await tx.query(
        'select 1 from person where id = (select person_id from human_task where id = $1) for update',
        [id],
      )
      const [task] = await ask(tx, ONE, [id])
      return task ?? null
    },
    async claim(task, by) {
      await tx.query(
        'update human_task set claimed_by = $3, claimed_at = $4 where person_id = $1 and id = $2',
        [task.person, task.id, by, new Date(tx.now)],
      )
      await noteAudit(tx, { who: by, what: 'human_task.claimed', detail: { task: task.id }, at: tx.now })
    },
    async textOf(task) {
      const [row] = await ask(tx, TEXT, [task.person, task.id])
      return row?.value && vault ? opened(vault(), row.value, row.keyId) : null
    },
    async messageOf({ person, id, reply }) {
      if (person !== NOBODY || reply === null) return null
      const [row] = await ask(tx, MESSAGE, [id])
      return row ? unmatched(row, vault) : null
    },
    isKnown: async (named) => (await askOne(tx, IS_KNOWN, namesOf(named))).known,
    matchTo: ({ id }, owner) => matchTo(tx, id, owner),
    unmatch: (id) => unmatch(tx, id),
    subjectOf: (task) => subjectOf(tx, task),
    refusedHolds: (mark) => ask(tx, REFUSED_HOLDS, [mark]),
    async resolve(task, by, resolution) {
      await tx.query(
        `with done as (
           update human_task set resolved_at = $3, resolution = $4, claimed_by = coalesce(claimed_by, $5), claimed_at = coalesce(claimed_at, $3)
           where person_id = $1 and id = $2 returning person_id, id, case_id),
         again as (${retryAnswered('done', '$3')})
         update collection_case c set next_review_at = least(coalesce(c.next_review_at, $3), $3) from done
         where c.person_id = $1 and c.id = done.case_id and c.closed_on is null`,
        [task.person, task.id, new Date(tx.now), resolution, by],
      )
      const law = task.rule === null ? {} : { rule: task.rule, about: task.about }
      const detail = { task: task.id, resolution, ...law }
      await noteAudit(tx, { who: by, what: 'human_task.resolved', detail, at: tx.now })
    },
  }
}

const SUBJECT = statement<{ debtor: string; account: string | null }>({
  name: 'human-task-subject',
  once: true,
  text: `select p.external_id as debtor, a.external_id as account from human_task t
     join person p on p.id = t.person_id
     left join account a on a.person_id = t.person_id and a.id = t.account_id
     where t.person_id = $1 and t.id = $2`,
  row: { debtor: 'text', account: 'text?' },
})

async function subjectOf(
  tx: SqlTransaction,
  task: HumanTaskView,
): Promise<{ account: string } | { debtor: string }> {
  const [row] = await ask(tx, SUBJECT, [task.person, task.id])
  if (!row) throw new Error(`task ${task.id} is of nobody`)
  return row.account === null ? { debtor: row.debtor } : { account: row.account }
}

function unmatched(
  { text, textKey, from, fromKey, ...message }: UnmatchedRow,
  vault?: () => Pick<Vault, 'open'>,
): UnmatchedMessage {
  const open = (value: Buffer | null, keyId: string | null): string | null =>
    value && keyId !== null && vault ? openedOrNull(vault(), value, keyId) : null
  return { ...message, text: open(text, textKey), from: open(from, fromKey) }
}

/** What cannot be opened is as what was erased: it is not recorded as somebody's words. */
function openedOrNull(vault: Pick<Vault, 'open'>, value: Buffer, keyId: string): string | null {
  try {
    return vault.open(value, keyId)
  } catch {
    return null
  }
}

/** A text that cannot be opened is said to be so, and the task can be worked on. */
function opened(vault: Pick<Vault, 'open'>, value: Buffer, keyId: string): string {
  try {
    return vault.open(value, keyId)
  } catch (error) {
    return unreadable(faultCode(error))
  }
}
