import type { Instant } from '../../../core/base/time.ts'
import type { ContactEntry, DecisionEntry, TaskEntry } from '../../story/story.ts'
import { json } from '../base/cell.ts'
import { pick, selected, shapeOf } from '../base/columns.ts'
import { anyJson } from '../base/read-json.ts'
import { oneOf } from '../base/one-of.ts'
import { statement } from '../base/statement.ts'
import { type FactType, MONEY_TYPES } from '../../../core/fact/fact.ts'
import { CONTACT } from '../row/contact.ts'

/** The latest entries that a story shows of each kind. */
export const LIMIT = 2_000

interface FactRow {
  id: number
  type: string
  happenedAt: Instant
  recordedAt: Instant
  source: string
  body: unknown
}

interface DecisionRow extends Omit<DecisionEntry, 'entry' | 'at' | 'reasons'> {
  at: Instant
  /** This is what is stored: one that cannot be read is told as that. */
  reasons: unknown
}

interface ContactRow
  extends Omit<ContactEntry, 'entry' | 'at' | 'notBefore' | 'expiresAt' | 'reasons' | 'wrong'> {
  at: Instant | null
  changedAt: Instant
  notBefore: Instant | null
  expiresAt: Instant | null
  /** This is what is stored: one that cannot be read is told as that. */
  reasons: unknown
}

interface TaskRow extends Omit<TaskEntry, 'entry' | 'at' | 'due' | 'resolvedAt'> {
  at: Instant
  due: Instant
  resolvedAt: Instant | null
}

export const FACTS = statement<FactRow>({
  name: 'story-facts',
  once: true,
  text: `select id, kind as type, happened_at as "happenedAt", recorded_at as "recordedAt", source, body from (
       select * from fact where person_id = $1 and (account_id = $2 or account_id is null)
         and recorded_at >= coalesce($3::timestamptz, '-infinity') and recorded_at < coalesce($4::timestamptz, 'infinity')
       order by id desc limit ${LIMIT}) latest order by id`,
  row: {
    id: 'int8',
    type: 'text',
    happenedAt: 'timestamptz',
    recordedAt: 'timestamptz',
    source: 'text',
    body: json(anyJson),
  },
})

/** All of an account, however long before its case: what a payment left open hangs on every one of them. */
export const MONEY_FACTS = statement<Omit<FactRow, 'source' | 'type'> & { type: FactType }>({
  name: 'story-money-facts',
  once: true,
  text: `select id, kind as type, happened_at as "happenedAt", recorded_at as "recordedAt", body from fact
     where person_id = $1 and account_id = $2
       and kind in ${oneOf(MONEY_TYPES)}
     order by id limit 20000`,
  row: {
    id: 'int8',
    type: 'text',
    happenedAt: 'timestamptz',
    recordedAt: 'timestamptz',
    body: json(anyJson),
  },
})

export const DECISIONS = statement<DecisionRow>({
  name: 'story-decisions',
  once: true,
  text: `select * from (
       select id, at, kind, from_state as "from", to_state as "to", step, contact_id as contact,
         strategy_hash as "strategyHash", config_id as config, tzdata, law_hash as law, reasons
       from decision where person_id = $1 and case_id = $2 order by id desc limit ${LIMIT}) latest order by id`,
  row: {
    id: 'int8',
    at: 'timestamptz',
    kind: 'text',
    from: 'text',
    to: 'text',
    step: 'text?',
    contact: 'int8?',
    strategyHash: 'text',
    config: 'int8',
    tzdata: 'text',
    law: 'text?',
    reasons: json(anyJson),
  },
})

const STORY_CONTACT = {
  ...pick(
    CONTACT,
    'id',
    'at',
    'changedAt',
    'channel',
    'direction',
    'stage',
    'step',
    'attempt',
    'dpd',
    'state',
  ),
  ...pick(CONTACT, 'outcome', 'disposition', 'template', 'notBefore', 'expiresAt', 'tries', 'providerCode'),
}

export const CONTACTS = statement<ContactRow>({
  name: 'story-contacts',
  once: true,
  text: `select * from (
       select ${selected(STORY_CONTACT, 'c')}, c.segments, c.law_hash as law, c.reasons
       from contact c where person_id = $1 and (case_id = $2 or (case_id is null and accounts @> array[$3::bigint]))
       order by id desc limit ${LIMIT}) latest order by id`,
  row: {
    ...shapeOf(STORY_CONTACT),
    segments: 'int4?',
    law: 'text?',
    reasons: json(anyJson),
  },
})

export const TASKS = statement<TaskRow>({
  name: 'story-tasks',
  once: true,
  text: `select id, created_at as at, kind, reason, role, due, claimed_by as "claimedBy", resolved_at as "resolvedAt", resolution
     from human_task where person_id = $1 and case_id = $2 order by id desc limit ${LIMIT}`,
  row: {
    id: 'int8',
    at: 'timestamptz',
    kind: 'text',
    reason: 'text',
    role: 'text',
    due: 'timestamptz',
    claimedBy: 'text?',
    resolvedAt: 'timestamptz?',
    resolution: 'text?',
  },
})
