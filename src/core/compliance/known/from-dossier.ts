import type { Action, Automation, Purpose } from '../../base/list.ts'
import type { Channel } from '../../channel/channel.ts'
import { instantAt, type Instant } from '../../base/time.ts'
import { kindOf } from '../../model/contact-kind.ts'
import type { DossierAccount, DossierContact, SendingDossier, DossierPoint } from '../../model/dossier.ts'
import type { Allowance, Evidence, Circumstances, PastContact, Question } from '../../model/question.ts'
import { statusesFrom } from './statuses.ts'
import { ENGINE_MARK } from './known-keys.ts'
import { effectOf } from '../../model/task-word.ts'
import { meaningOf } from '../../channel/disposition.ts'
import { isOpen } from '../../model/contact-state.ts'

/**
 * A person's dossier in the law's words.
 *
 * | dossier | circumstances |
 * |---|---|
 * | contact with `at` | history at `at`, with its outcome |
 * | contact planned, queued, sending or unknown | history at `at`, else at its not-before, outcome `pending` |
 * | contact cancelled, expired or denied without `at` | nothing |
 * | contact about several accounts | booked to the first of them while nobody answers |
 * | a number that turned out wrong | tag `misdirected` on all its contacts without a conversation |
 * | evidence, consent | evidence; of an agent only when that agent is asked about |
 * | invalid point | evidence `point.invalid` |
 * | oldest unpaid due date | evidence `due` of the account, at its local midnight |
 * | a human's `allow_once` | allowance of the account |
 * | holds, disputes, ceases, opt-outs, promises, ended accounts | statuses: see statuses.ts |
 */
export function circumstancesOf(dossier: SendingDossier, extra: LegalExtra = {}): Circumstances {
  const { person } = dossier
  const wrong = wrongNumbers(dossier)
  return {
    regions: person.regions,
    zones: person.zones,
    closed: person.closed,
    history: [...dossier.contacts.flatMap((contact) => pastOf(contact, wrong)), ...(extra.assume ?? [])],
    statuses: statusesFrom(dossier),
    evidence: [...evidenceFrom(dossier, extra.agent ?? null), ...(extra.evidence ?? [])],
    allowed: allowancesFrom(dossier),
  }
}

export interface LegalExtra {
  /** Contacts that are to count as made. */
  assume?: readonly PastContact[]
  evidence?: readonly Evidence[]
  /** The agent whose own evidence (training, certificate) counts. */
  agent?: string
}

export interface QuestionParts {
  dossier: SendingDossier
  account: DossierAccount
  point: DossierPoint | null
  channel: Channel | null
  at: Instant
  dpd: number | null
  moment: Question['moment']
  durationMinutes?: number
  purpose?: Purpose
  automation?: Automation
  action?: Action
  tags?: string[]
  /** Null = there is no text to judge. */
  tokens?: string[] | null
}

export function questionOf(parts: QuestionParts): Question {
  const { dossier, account, point } = parts
  return {
    at: parts.at,
    durationMinutes: parts.durationMinutes ?? 0,
    channel: parts.channel,
    role: point?.role ?? 'debtor',
    place: point?.place ?? 'home',
    purpose: parts.purpose ?? 'collect',
    automation: parts.automation ?? 'human',
    line: point?.line ?? 'mobile',
    actor: account.actor,
    product: account.product,
    action: parts.action ?? 'contact',
    dpd: parts.dpd,
    person: dossier.person.id,
    accounts: [account.id],
    point: point?.number ?? null,
    creditor: account.creditor,
    collector: account.collector,
    household: dossier.person.household,
    tags: parts.tags ?? [],
    tokens: parts.tokens ?? null,
    moment: parts.moment,
  }
}

/** The contact that a permitted question becomes, for `assume`: it counts at the highest level until its outcome is known. */
export function assumed(question: Question): PastContact | null {
  const { channel, accounts } = question
  if (channel === null) return null
  // The fields are copied one by one: this runs once per planned contact, and a rest of so many fields is slow.
  return {
    at: question.at,
    channel,
    role: question.role,
    place: question.place,
    purpose: question.purpose,
    automation: question.automation,
    line: question.line,
    actor: question.actor,
    product: question.product,
    action: question.action,
    person: question.person,
    accounts,
    point: question.point,
    creditor: question.creditor,
    collector: question.collector,
    household: question.household,
    tags: question.tags,
    direction: 'out',
    outcome: 'pending',
    bookedTo: accounts[0] ?? null,
  }
}

function pastOf(contact: DossierContact, wrong: ReadonlySet<string>): PastContact[] {
  const open = isOpen(contact.state)
  const at = contact.at ?? (open ? (contact.notBefore ?? contact.expiresAt) : null)
  if (at === null) return []
  const { channel, direction, role, place, purpose, person, accounts, creditor, collector, household } =
    contact
  const misdirected = wrong.has(`${person}/${contact.number}`) && !SPOKEN.has(contact.outcome)
  return [
    {
      at,
      channel,
      direction,
      outcome: open ? 'pending' : contact.outcome,
      role,
      place,
      purpose,
      person,
      accounts,
      bookedTo: accounts[0] ?? null,
      point: contact.number,
      creditor,
      collector,
      household,
      tags: misdirected ? MISDIRECTED : NO_TAGS,
      ...kindOf(contact),
    },
  ]
}
const NO_TAGS: string[] = []
const MISDIRECTED = [ENGINE_MARK]
const SPOKEN: ReadonlySet<string> = new Set(['conversation', 'met', 'replied', 'pending'])

function wrongNumbers(dossier: SendingDossier): Set<string> {
  const wrong = new Set<string>()
  for (const { disposition, person, number } of dossier.contacts) {
    const isWrong = disposition !== null && meaningOf(disposition).wrongParty
    if (isWrong && number !== null) wrong.add(`${person}/${number}`)
  }
  return wrong
}

function allowancesFrom({ asked = [] }: SendingDossier): Allowance[] {
  return asked.flatMap(({ answer, answeredAt, rule, account, task }) =>
    effectOf(answer).allows && answeredAt !== null && rule !== null && account !== null
      ? [{ rule, account, at: answeredAt, task }]
      : [],
  )
}

function evidenceFrom(dossier: SendingDossier, agent: string | null): Evidence[] {
  const numberOf = new Map(dossier.points.map((point) => [point.id, point.number]))
  const zone = dossier.person.zones[0]
  return [
    ...dossier.evidence
      .filter((one) => one.agent === null || one.agent === agent)
      .map(({ key, value, at, until, account, point }): Evidence => {
        return {
          key,
          value,
          at,
          until,
          account,
          point: point === null ? null : (numberOf.get(point) ?? NOWHERE),
        }
      }),
    ...dossier.points
      .filter((point) => !point.valid)
      .map((point): Evidence => entry('point.invalid', 0, null, point.number)),
    ...dossier.accounts.flatMap(({ id, anchor }) =>
      anchor === null || zone === undefined ? [] : entry('due', instantAt(zone, anchor), id, null),
    ),
  ]
}
/** Evidence of a point that is not on file speaks for no point. */
const NOWHERE = 0

function entry(key: string, at: Instant, account: Evidence['account'], point: Evidence['point']): Evidence {
  return { key, value: true, at, until: null, account, point }
}
