import type { AccountId, PersonId } from '../base/id.ts'
import type { RefusedCount } from '../model/ledger-changes.ts'
import type { Draft, Subject } from './draft.ts'
import { raiseSubject, reviewSubject } from './draft.ts'
import { accountIn } from './fact.ts'
import type { LedgerAccount, LedgerHold } from '../model/ledger.ts'
import { holdKey } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'
import type { RefusedRow } from './refused-row.ts'
import { NO_SUBJECT } from './refused-row.ts'

/** Whoever a refused row names goes quiet at once, whatever it would have said; it is counted for the people who mend data. */
export function holdRefused(draft: Draft, row: RefusedRow): void {
  if (row.rows > 0) count(draft, row)
  if (!row.holds) return
  for (const subject of namedBy(draft, row)) {
    if (!subject.person.erased) placeHold(draft, subject, row)
  }
}

/** A fact that the ledger refused, as a row. */
export function rowOf(prepared: PreparedFact, code: string): RefusedRow {
  const { fact, source, file = null, kind = null, line, subject = NO_SUBJECT, holds = true, was } = prepared
  const debtor = 'debtor' in fact ? fact.debtor : undefined
  const again = holds === 'unless_known' && code === 'conflicting_fact'
  return {
    refused: true,
    accounts: namesOf(was?.['account'], accountIn(fact)),
    debtors: namesOf(was?.['debtor'], debtor),
    type: fact.type,
    subject,
    codes: [code],
    source,
    file,
    line,
    rows: again || isOfNobody(fact) ? 0 : 1,
    kind,
    // A row that would have lifted a hold that the engine put on leaves it as it was.
    holds: !again && holds !== false && code !== 'engine_hold',
  }
}

/** A message that asks for nothing, from a number that nobody is known to have. */
function isOfNobody(fact: PreparedFact['fact']): boolean {
  return fact.type === 'contact.recorded' && fact.account === undefined && fact.debtor === undefined
}

/** Figures, which the next ones replace: a file of yesterday that comes again says nothing about today's. */
const FIGURES: ReadonlySet<string> = new Set(['account.snapshot', 'score.changed'])

/** A good row answers the refused ones of the same subject. */
export function answerRefused(
  draft: Draft,
  { person, account }: Subject,
  prepared: PreparedFact,
  isRepeated: boolean,
): void {
  const open = draft.ledger.refused
  if (open.size === 0 || (FIGURES.has(prepared.fact.type) && (isRepeated || isOld(account, prepared)))) return
  const name = nameBefore(prepared.fact.type, prepared.subject ?? NO_SUBJECT)
  if (name === null) return
  // A row that opens an account has no account yet when it is read.
  const own = account?.id ?? draft.ledger.accountOf.get(accountIn(prepared.fact) ?? '')
  for (const hold of open) {
    if (hold.person !== person.id || !hold.externalId.startsWith(name)) continue
    if (hold.account !== null && own !== undefined && hold.account !== own) continue
    lift(draft, hold, prepared.line)
  }
}

function isOld(account: LedgerAccount | null, { fact, at }: PreparedFact): boolean {
  const last = fact.type === 'account.snapshot' ? account?.snapshotAt : account?.scoreAt
  return last !== null && last !== undefined && at < last
}

function namedBy(draft: Draft, { accounts, debtors }: RefusedRow): Subject[] {
  const { ledger } = draft
  const subjects: Subject[] = []
  for (const name of accounts) {
    const account = ledger.accounts.get(ledger.accountOf.get(name) ?? (0 as AccountId))
    const person = account && ledger.persons.get(account.person)
    if (account && person) subjects.push({ person, account })
  }
  if (subjects.length > 0) return subjects
  for (const name of debtors) {
    const person = ledger.persons.get(ledger.personOf.get(name) ?? (0 as PersonId))
    if (person) subjects.push({ person, account: null })
  }
  return subjects
}

/** `refused:<kind>:<subject>#`, which the name of the hold begins with; null = nothing answers it. */
function nameBefore(type: string, subject: string): string | null {
  return subject === NO_SUBJECT ? null : `refused:${type}:${subject}#`
}

/** The kind of row and what it is about, then a mark of where it came from: the task of that origin lifts all of its holds. */
function holdName(row: RefusedRow): string {
  return `refused:${row.type}:${row.subject}#${markOf(originOf(row))}`
}

/** The source, kind and file that one task is about. */
export function originOf({
  source,
  type,
  kind,
  file,
}: Pick<RefusedRow, 'source' | 'type' | 'kind' | 'file'>): string {
  return [source, kind ?? type, ...(file === null ? [] : [file])].join(' ')
}

/** Eight hex digits of FNV-1a. */
export function markOf(origin: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < origin.length; index++)
    hash = Math.imul(hash ^ origin.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function placeHold(draft: Draft, { person, account }: Subject, row: RefusedRow): void {
  const hold: LedgerHold = {
    person: person.id,
    kind: 'hold',
    externalId: holdName(row),
    reason: 'data_refused',
    account: account?.id ?? null,
    point: null,
    number: null,
    channel: null,
    obligation: null,
    from: draft.now,
    until: null,
    lifted: null,
    outcome: null,
    upheldAt: null,
    placed: true,
  }
  const key = holdKey(hold)
  const known = draft.ledger.holds.get(key)
  const stands = known !== undefined && known.lifted === null && known.placed
  draft.ledger.holds.set(key, stands ? known : hold)
  if (!stands) {
    draft.ledger.refused.add(hold)
    draft.changes.holds.push(hold)
    raiseSubject(draft, { person, account })
  }
  const { type, codes, line } = row
  say(draft, hold, 'row.refused', { row: type, code: codes.join(' '), line })
}

function lift(draft: Draft, hold: LedgerHold, line: number | null): void {
  const lifted = { ...hold, lifted: draft.now }
  draft.ledger.refused.delete(hold)
  draft.ledger.holds.set(holdKey(hold), lifted)
  draft.changes.holds.push(lifted)
  say(draft, hold, 'row.answered', { line })
  const person = draft.ledger.persons.get(hold.person)
  const account = hold.account === null ? null : (draft.ledger.accounts.get(hold.account) ?? null)
  if (person) reviewSubject(draft, { person, account })
}

/** What the engine did to the account, as a fact of its own: holds are derived from facts. */
function say(
  draft: Draft,
  { person, account, externalId: hold }: LedgerHold,
  type: 'row.refused' | 'row.answered',
  body: Record<string, string | number | null>,
): void {
  draft.changes.engineFacts.push({
    person,
    account,
    case: null,
    type,
    at: draft.now,
    body: { hold, reason: 'data_refused', ...body },
  })
}

function count(draft: Draft, row: RefusedRow): void {
  const origin = originOf(row)
  const { refused } = draft.changes
  let counts = refused.find((one) => one.origin === origin)
  if (!counts) refused.push((counts = { origin, mark: markOf(origin), codes: {}, due: draft.now }))
  for (const code of row.codes) counts.codes[code] = (counts.codes[code] ?? 0) + row.rows
}

/** What a task says of the rows that were refused: how many of each kind of fault, never a value. */
export function refusedReason({ origin, codes }: Pick<RefusedCount, 'origin' | 'codes'>): string {
  const told = Object.entries(codes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, rows]) => `${code} ${rows}`)
  return `rows were refused (${origin}): ${told.join(', ')}; send them again mended, or resolve with release or stays`
}

function namesOf(...names: (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))]
}
