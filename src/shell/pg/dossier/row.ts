import type { PersonId } from '../../../core/base/id.ts'
import type { Minor } from '../../../core/base/money.ts'
import type { Day, Instant } from '../../../core/base/time.ts'
import type {
  AccountFile,
  AskedFile,
  CaseFile,
  ContactFile,
  DeniedStep,
  Dossier,
  EvidenceFile,
  HoldFile,
  PointFile,
  PromiseFile,
} from '../../../core/model/dossier.ts'
import { byReceipt } from '../../../core/model/receipt.ts'
import { strictDay } from '../base/parsers.ts'

/** One row of the statement in dossier.ts: the lists are JSON arrays, in the order of its columns. */
export interface DossierRow {
  id: PersonId
  externalId: string
  household: Dossier['person']['household']
  locale: string
  regions: string[]
  zones: string[]
  closed: Dossier['person']['closed']
  points: Values<Required<PointFile>, PointKeys>[]
  accounts: Values<AccountFile, AccountKeys>[]
  payments: [account: AccountFile['id'], at: Instant, recordedAt: Instant, amount: Minor][]
  cases: Values<CaseFile, CaseKeys>[]
  holds: Values<HoldFile, HoldKeys>[]
  evidence: Values<EvidenceFile, ['key', 'account', 'point', 'agent', 'value', 'at', 'until']>[]
  promises: Values<PromiseFile, ['account', 'amount', 'madeAt', 'by', 'graceDays', 'cancelled']>[]
  asked: Values<AskedFile, AskedKeys>[]
  own: Values<ContactFile, ContactKeys>[]
  denied: Values<DeniedStep, ['case', 'episode', 'step', 'state', 'at']>[]
  others: Values<ContactFile, ContactKeys>[]
  kin: Values<ContactFile, ContactKeys>[]
}

type Values<T, Keys extends readonly (keyof T)[]> = { [I in keyof Keys]: T[Keys[I]] }
type PointKeys = ['id', 'kind', 'number', 'line', 'place', 'role', 'valid', 'former', 'namedAt']
type AccountKeys = [
  ...['id', 'externalId', 'creditor', 'collector', 'actor', 'product', 'currency', 'pastDue'],
  ...['balance', 'anchor', 'score', 'collection', 'endedReason'],
]
type CaseKeys = [
  ...['id', 'account', 'number', 'open', 'state', 'stage', 'snapshot', 'epoch', 'version', 'strategy'],
  ...['strategyHash', 'openedOn', 'closedOn', 'closeReason', 'nextReviewAt'],
]
type HoldKeys = ['kind', 'reason', 'account', 'point', 'number', 'channel', 'from', 'until', 'lifted']
type AskedKeys = [
  ...['task', 'kind', 'case', 'account', 'rule', 'step', 'episode', 'role', 'due', 'answer', 'answeredAt'],
]
type ContactKeys = [
  ...['id', 'person', 'household', 'case', 'accounts', 'point', 'number', 'channel', 'direction'],
  ...['role', 'place', 'purpose', 'creditor', 'collector', 'stage', 'step', 'episode', 'attempt'],
  ...['mandatory', 'dueOn', 'epoch', 'state', 'notBefore', 'expiresAt', 'at', 'outcome', 'disposition'],
  ...['automation', 'line', 'actor', 'product', 'action'],
]

export function dossierFrom(row: DossierRow): Dossier {
  const { id, externalId, household, locale, regions, zones, closed } = row
  return {
    person: { id, externalId, household, locale, regions, zones, closed },
    points: row.points.map(pointFrom).sort((a, b) => a.id - b.id),
    accounts: row.accounts.map((values) => accountFrom(values, row)).sort((a, b) => a.id - b.id),
    cases: row.cases.map(caseFrom).sort((a, b) => a.id - b.id),
    holds: row.holds.map(holdFrom),
    evidence: row.evidence.map(evidenceFrom),
    promises: row.promises.map(promiseFrom),
    contacts: contactsFrom(row),
    denied: row.denied.map(([file, episode, step, state, at]) => ({ case: file, episode, step, state, at })),
    asked: row.asked.map(askedFrom).sort((a, b) => a.task - b.task),
  }
}

/** Days inside JSON come past the driver. */
function day(text: Day | null): Day | null {
  return text === null ? null : strictDay(text)
}

function pointFrom(values: DossierRow['points'][number]): PointFile {
  const [id, kind, number, line, place, role, valid, former, namedAt] = values
  return { id, kind, number, line, place, role, valid, former, namedAt }
}

function accountFrom(values: DossierRow['accounts'][number], { payments }: DossierRow): AccountFile {
  const [id, externalId, creditor, collector, actor, product, currency, pastDue] = values
  const [, , , , , , , , balance, anchor, score, collection, endedReason] = values
  const received = payments
    .filter(([account]) => account === id)
    .map(([, at, recordedAt, amount]) => ({ at, recordedAt, amount }))
    .sort(byReceipt)
  return {
    id,
    externalId,
    creditor,
    collector,
    actor,
    product,
    currency,
    pastDue,
    balance,
    anchor: day(anchor),
    score,
    collection,
    endedReason,
    received,
  }
}

function caseFrom(values: DossierRow['cases'][number]): CaseFile {
  const [id, account, number, open, state, stage, snapshot, epoch, version, strategy] = values
  const [, , , , , , , , , , strategyHash, openedOn, closedOn, closeReason, nextReviewAt] = values
  return {
    id,
    account,
    number,
    open,
    state,
    stage,
    snapshot,
    epoch,
    version,
    strategy,
    strategyHash,
    openedOn: strictDay(openedOn),
    closedOn: day(closedOn),
    closeReason,
    nextReviewAt,
  }
}

function holdFrom(values: DossierRow['holds'][number]): HoldFile {
  const [kind, reason, account, point, number, channel, from, until, lifted] = values
  return { kind, reason, account, point, number, channel, from, until: day(until), lifted }
}

function evidenceFrom(values: DossierRow['evidence'][number]): EvidenceFile {
  const [key, account, point, agent, value, at, until] = values
  return { key, account, point, agent, value, at, until }
}

function promiseFrom(values: DossierRow['promises'][number]): PromiseFile {
  const [account, amount, madeAt, by, graceDays, cancelled] = values
  return { account, amount, madeAt, by: strictDay(by), graceDays, cancelled }
}

function askedFrom(values: DossierRow['asked'][number]): AskedFile {
  const [task, kind, file, account, rule, step, episode, role, due, answer, answeredAt] = values
  return { task, kind, case: file, account, rule, step, episode, role, due, answer, answeredAt }
}

/** By id, once each: a person of the household may also share the number. */
function contactsFrom({ own, others, kin }: DossierRow): ContactFile[] {
  const rows = new Map<number, ContactFile>()
  for (const values of [...own, ...others, ...kin])
    if (!rows.has(values[0])) rows.set(values[0], contactFrom(values))
  return [...rows.values()].sort((a, b) => a.id - b.id)
}

function contactFrom(values: DossierRow['own'][number]): ContactFile {
  const [id, person, household, file, accounts, point, number, channel, direction, ...rest] = values
  const [role, place, purpose, creditor, collector, stage, step, episode, attempt, ...last] = rest
  const [mandatory, dueOn, epoch, state, notBefore, expiresAt, at, outcome, disposition, ...kind] = last
  const [automation, line, actor, product, action] = kind
  return {
    id,
    person,
    household,
    case: file,
    accounts,
    point,
    number,
    channel,
    direction,
    role,
    place,
    purpose,
    creditor,
    collector,
    stage,
    step,
    episode: day(episode),
    attempt,
    mandatory,
    dueOn: day(dueOn),
    epoch,
    state,
    notBefore,
    expiresAt,
    at,
    outcome,
    disposition,
    automation,
    line,
    actor,
    product,
    action,
  }
}
