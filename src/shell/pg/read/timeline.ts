import { formatAmount } from '../../../core/base/money.ts'
import type { Reason } from '../../../core/model/verdict.ts'
import type { Instant } from '../../../core/base/time.ts'
import { faultCode, isRowFault } from '../../../core/base/fault.ts'
import { toldAt, unreadable } from '../../../core/base/told.ts'
import { toldOf } from '../../story/fact-body.ts'
import { type OwedAfter, owedAfter } from '../../../core/fact/owed-after.ts'
import type {
  ContactEntry,
  DecisionEntry,
  FactEntry,
  Story,
  StoryEntry,
  StoryReason,
  TaskEntry,
  WrongPart,
} from '../../story/story.ts'
import type { Database, Sql } from '../base/database.ts'
import { objectIn, reasonsIn } from '../base/read-json.ts'
import { ask } from '../base/statement.ts'
import type { ToldWrong } from '../../law/wrong-contacts.ts'
import { findCase, type FoundCase } from './case-head.ts'
import { CONTACTS, DECISIONS, FACTS, LIMIT, MONEY_FACTS, TASKS } from './story-row.ts'
import { readLaws } from './laws.ts'
import { readWrong } from './wrong.ts'
import { readWaiting } from '../watch/waiting.ts'

/** The whole story of one case, oldest first; null where there is no such case. */
export async function readStory(db: Database, ref: string): Promise<Story | null> {
  const found = await findCase(db, ref)
  if (!found) return null
  const broken: FactEntry[] = []
  const [facts, decisions, contacts, tasks] = await Promise.all([
    readFacts(db, found, broken),
    readDecisions(db, found, broken),
    readContacts(db, found, broken),
    readTasks(db, found, broken),
  ])
  const parts = [facts, decisions, contacts, tasks, broken]
  return {
    case: found.head,
    waiting: await readWaiting(db, found, decisions.at(-1)),
    entries: inOrder(parts.flat()),
    laws: await readLaws(db, [...decisions, ...contacts]),
    truncated: parts.some((part) => part.length >= LIMIT),
  }
}

/** Each row as an entry; one that cannot be told stands as what it is, in its place. */
function entriesOf<Row extends { id: number }, Entry>(
  what: string,
  { rows, broken }: { rows: readonly Row[]; broken: FactEntry[] },
  shape: (row: Row) => Entry,
): Entry[] {
  return rows.flatMap((row) => {
    try {
      return [shape(row)]
    } catch (error) {
      const body = { [what]: row.id, problem: unreadable(faultCode(error)) }
      broken.push({
        entry: 'fact',
        at: '',
        id: row.id,
        type: 'unreadable',
        happenedAt: null,
        source: '',
        body,
      })
      return []
    }
  })
}

const RANK = { fact: 0, decision: 1, contact: 2, task: 3 } as const

/** By instant; at one instant what happened, what was decided of it, what was done. */
function inOrder(entries: StoryEntry[]): StoryEntry[] {
  return entries
    .map((entry) => ({ entry, at: sortedAt(entry.at) }))
    .sort((a, b) => a.at - b.at || RANK[a.entry.entry] - RANK[b.entry.entry] || a.entry.id - b.entry.id)
    .map(({ entry }) => entry)
}

/** What is no instant stands last. */
function sortedAt(at: string): number {
  const millis = Date.parse(at)
  return Number.isNaN(millis) ? Number.MAX_VALUE : millis
}

async function readFacts(db: Sql, found: FoundCase, broken: FactEntry[]): Promise<FactEntry[]> {
  const [rows, owed] = await Promise.all([
    ask(db, FACTS, [found.person, found.account, isoOrNull(found.from), isoOrNull(found.to)]),
    readOwed(db, found),
  ])
  return entriesOf('fact', { rows, broken }, (row) => ({
    entry: 'fact',
    at: toldAt(row.recordedAt),
    id: row.id,
    type: row.type,
    happenedAt: row.happenedAt === row.recordedAt ? null : toldAt(row.happenedAt),
    source: row.source,
    body: { ...toldOf(readable(objectIn(row.body), found.head.currency)), ...owed.get(row.id) },
  }))
}

/** What each payment left open; where that cannot be counted, the payments are told without it. */
async function readOwed(
  db: Sql,
  { person, account, head, currencies }: FoundCase,
): Promise<Map<number, OwedAfter>> {
  try {
    const facts = await ask(db, MONEY_FACTS, [person, account])
    return owedAfter(
      facts.map((fact) => ({ ...fact, body: objectIn(fact.body) })),
      { ...head, currencies },
    )
  } catch (error) {
    if (!isRowFault(error)) throw error
    return new Map()
  }
}

/** The engine's own facts count money in minor units. */
function readable(body: Record<string, unknown>, currency: string): Record<string, unknown> {
  const { pastDue } = body
  return typeof pastDue === 'number' ? { ...body, pastDue: formatAmount(pastDue, currency) } : body
}

async function readDecisions(db: Sql, found: FoundCase, broken: FactEntry[]): Promise<DecisionEntry[]> {
  const rows = await ask(db, DECISIONS, [found.person, found.id])
  return entriesOf('decision', { rows, broken }, (row) => ({
    entry: 'decision',
    ...row,
    at: toldAt(row.at),
    reasons: reasonsIn(row.reasons).map(reasonOf),
  }))
}

async function readContacts(db: Database, found: FoundCase, broken: FactEntry[]): Promise<ContactEntry[]> {
  const rows = await ask(db, CONTACTS, [found.person, found.id, found.account])
  const wrong = await readWrong(
    db,
    rows.map(({ id }) => id),
  )
  return entriesOf('contact', { rows, broken }, ({ changedAt, ...row }) => ({
    entry: 'contact',
    ...row,
    at: toldAt(row.at ?? (waits(row.state) ? row.notBefore : null) ?? changedAt),
    notBefore: isoOrNull(row.notBefore),
    expiresAt: isoOrNull(row.expiresAt),
    reasons: reasonsIn(row.reasons).map(reasonOf),
    wrong: wrongPart(wrong.get(row.id)),
  }))
}

function wrongPart(told: ToldWrong | undefined): WrongPart | null {
  if (!told) return null
  const { reasons, late, since } = told
  return { reasons, late, since }
}

async function readTasks(db: Sql, found: FoundCase, broken: FactEntry[]): Promise<TaskEntry[]> {
  const rows = await ask(db, TASKS, [found.person, found.id])
  return entriesOf('task', { rows, broken }, (row) => ({
    entry: 'task',
    ...row,
    at: toldAt(row.at),
    due: toldAt(row.due),
    resolvedAt: isoOrNull(row.resolvedAt),
  }))
}

function reasonOf(reason: Reason): StoryReason {
  return { ...reason, liftsAt: isoOrNull(reason.liftsAt ?? null) }
}

function waits(state: string): boolean {
  return state === 'planned' || state === 'queued'
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toldAt(at)
}
