import { assertNever } from '../../core/base/assert-never.ts'
import { type Day, isoOf, isZone, offsetAt, type Zone } from '../../core/base/time.ts'
import { countsFrom } from '../../core/arrears/dated-ahead.ts'
import { agreedWords } from '../../core/fact/agreed-words.ts'
import { PLAN_STATES, planTraits } from '../../core/model/plan.ts'
import { PROMISE_STATES, promiseTraits } from '../../core/model/promise.ts'
import { SETTLEMENT_STATES, settlementTraits } from '../../core/model/settlement.ts'
import { brakeScope, BREAKERS } from '../../core/deliver/brake.ts'
import type {
  ContactEntry,
  DecisionEntry,
  FactEntry,
  StoryEntry,
  StoryReason,
  TaskEntry,
  WaitingFor,
  WrongPart,
} from './story.ts'

/** An instant as the zone's clock shows it: `2026-03-08 10:00`; what is no instant as it is, and in UTC where the zone is unknown here. */
export function localTime(at: string, zone: Zone): string {
  const millis = Date.parse(at)
  if (Number.isNaN(millis)) return at
  if (!isZone(zone)) return `${wallTime(millis)} UTC`
  return wallTime(millis + offsetAt(zone, millis))
}

function wallTime(millis: number): string {
  return isoOf(millis)
    .replace(/:\d\d(\.\d+)?Z$/, '')
    .replace('T', ' ')
}

/** One entry as one plain line, the same on paper, on the terminal and on a page. */
export function sentenceOf(entry: StoryEntry, zone: Zone): string {
  switch (entry.entry) {
    case 'fact':
      return factSentence(entry, zone)
    case 'decision':
      return decisionSentence(entry)
    case 'contact':
      return contactSentence(entry, zone)
    case 'task':
      return taskSentence(entry, zone)
    default:
      return assertNever(entry)
  }
}

/** The reasons under a line: rule, pack, words, citation. */
export function reasonLine(reason: StoryReason, zone: Zone): string {
  const name = reason.pack ? `${reason.rule} (${reason.pack})` : reason.rule
  const cite = reason.cite ? ` [${reason.cite}]` : ''
  const lifts = reason.liftsAt ? `, lifts ${localTime(reason.liftsAt, zone)}` : ''
  const effect = reason.effect === 'block' || reason.effect === 'ground' ? '' : ` (${reason.effect})`
  return `${name}: ${reason.text}${cite}${lifts}${effect}`
}

function factSentence(fact: FactEntry, zone: Zone): string {
  const happened = fact.happenedAt ? [`happened ${localTime(fact.happenedAt, zone)}`] : []
  const agreed = agreedSentence(fact)
  if (agreed !== null) return [agreed, ...happened].join(', ')
  const told = Object.entries(fact.body).map(([key, value]) => `${key} ${String(value)}`)
  const ahead = aheadOf(fact, zone)
  if (ahead !== null) told.push(`dated ahead, counts on ${ahead}`)
  return [fact.type, ...happened, ...told, ...saidBy(fact)].join(', ')
}

type Body = FactEntry['body']

/** What was told of a promise, a plan or a settlement, or what the engine says became of it, in one sentence; null = the fact is about something else, or does not say enough. */
function agreedSentence(fact: FactEntry): string | null {
  return promiseSentence(fact) ?? planSentence(fact) ?? settlementSentence(fact) ?? toldSentence(fact)
}

/** `promise friday: promised 500.00 by 2026-03-06`, `settlement S1: ben grants it`. */
function toldSentence({ type, body }: FactEntry): string | null {
  const words = agreedWords(type, body)
  return words === null ? null : `${nameIn(body, type)}: ${words}`
}

/** A name that a story may not tell is left out. */
function nameIn(body: Body, type: string): string {
  const noun = type.slice(0, type.indexOf('.'))
  const name = body[noun]
  return name === undefined ? noun : `${noun} ${name}`
}

/** What the engine says of a promise: `promise friday: promised 500.00 by 2026-03-06; 300.00 came; kept in part, 60 %`. */
function promiseSentence({ type, body }: FactEntry): string | null {
  const status = PROMISE_STATES.find((one) => type === `promise.${one}`)
  const { amount, by, paid } = body
  if (status === undefined || amount === undefined || paid === undefined) return null
  const share = status === 'partly_kept' ? `, ${percent(paid, amount)} %` : ''
  return `${nameIn(body, type)}: promised ${amount} by ${by}; ${paid} came; ${promiseTraits(status).says}${share}`
}

/** How much of it came, rounded down: what is nearly all is not all. */
function percent(paid: Body[string], amount: Body[string]): number {
  return Math.floor((100 * Number(paid)) / Number(amount) + 1e-9)
}

/** What the engine says of a plan: `plan p of 6 x 100.00 from 2026-03-01, 600.00 in all: in arrears; 200.00 came`, `plan p: rate 3 of 6, 100.00 by 2026-05-01, missed: 0.00 came`. */
function planSentence({ type, body }: FactEntry): string | null {
  const { rates, rate, sum, paid, fell, first, amount, on } = body
  const plan = nameIn(body, type)
  if (type === 'plan.rate_missed' || type === 'plan.rate_paid') {
    if (on === undefined || amount === undefined) return null
    const became = type === 'plan.rate_paid' ? 'paid' : `missed: ${paid} came`
    return `${plan}: rate ${rate} of ${rates}, ${amount} by ${on}, ${became}`
  }
  const says = PLAN_SAYS.get(type)
  if (says === undefined || sum === undefined || paid === undefined) return null
  const isEqual = Math.round(100 * Number(sum)) === Math.round(100 * Number(rate) * Number(rates))
  const of = isEqual ? `${rates} x ${rate}` : `${rates} rates`
  const fallen = fell === undefined ? '' : `, ${fell} fell away`
  return `${plan} of ${of} from ${first}, ${sum} in all: ${says}; ${paid} came${fallen}`
}

const PLAN_SAYS: ReadonlyMap<string, string> = new Map([
  ...PLAN_STATES.map((status): [string, string] => [`plan.${status}`, planTraits(status).says]),
  ['plan.taken', 'agreed, and within what is taken'],
  ['plan.caught_up', 'caught up'],
  ['plan.reduced', 'its accounts owe less, and the last rates fall away'],
])

/** What the engine says of a settlement: `settlement S1: 400.00 of 500.00 by 2026-03-10; 400.00 came, 100.00 forgiven; paid as agreed`. */
function settlementSentence({ type, body }: FactEntry): string | null {
  const word = type.replace(/^settlement\.(in_force$)?/, '')
  const status = SETTLEMENT_STATES.find((one) => one === (word === '' ? 'accepted' : word))
  const { amount, owed, by, paid, forgiven } = body
  if (status === undefined || owed === undefined || paid === undefined) return null
  const came = `${paid} came, ${forgiven} forgiven`
  return `${nameIn(body, type)}: ${amount} of ${owed} by ${by}; ${came}; ${settlementTraits(status).says}`
}

/** Who told a word that was said in a contact; the agent is among what is told. */
function saidBy({ body, source }: FactEntry): string[] {
  return 'disposition' in body ? [`told by ${source}`] : []
}

/** The day of a payment that was told before it is. */
function aheadOf({ type, at, happenedAt }: FactEntry, zone: Zone): Day | null {
  if (type !== 'payment.received' || happenedAt === null) return null
  return countsFrom({ happenedAt: Date.parse(happenedAt), recordedAt: Date.parse(at) }, [zone])
}

function decisionSentence(decision: DecisionEntry): string {
  const step = decision.step ? ` ${decision.step}` : ''
  const contact = decision.contact === null ? '' : ` as contact ${decision.contact}`
  const moved = decision.from === decision.to ? `in ${decision.to}` : `${decision.from} -> ${decision.to}`
  return decision.kind === 'moved' ? `moved ${moved}` : `${decision.kind}${step}${contact}, ${moved}`
}

function contactSentence(contact: ContactEntry, zone: Zone): string {
  const name = contact.step ? `${contact.channel} ${contact.step}` : `${contact.channel} ${contact.direction}`
  const attempt = contact.attempt === null ? '' : ` attempt ${contact.attempt}`
  const parts = [`contact ${contact.id}, ${name}${attempt}: ${contact.state}`]
  const end = contact.disposition ?? contact.outcome
  if (end !== 'pending' && end !== contact.state) parts.push(end)
  if (contact.providerCode) parts.push(`provider code ${contact.providerCode}`)
  if (contact.tries > 1) parts.push(`${contact.tries} tries`)
  if (contact.state === 'planned' && contact.expiresAt)
    parts.push(`until ${localTime(contact.expiresAt, zone)}`)
  return parts.join(', ')
}

/** What stands under a line: the reasons, and why history shows a contact as wrong. */
export function linesUnder(entry: StoryEntry, zone: Zone): string[] {
  const reasons = 'reasons' in entry ? entry.reasons.map((reason) => reasonLine(reason, zone)) : []
  return entry.entry === 'contact' && entry.wrong ? [...reasons, wrongLine(entry.wrong, zone)] : reasons
}

/** `wrong, as is known since 2026-03-05 09:00 (payment.received was told late): nothing was past due then`. */
export function wrongLine({ reasons, late, since }: WrongPart, zone: Zone): string {
  const when = since === null ? '' : ` since ${localTime(since, zone)}`
  return `wrong, as is known${when} (${late.join(', ')} told late): ${reasons.join('; ')}`
}

function taskSentence(task: TaskEntry, zone: Zone): string {
  const state = task.resolvedAt
    ? `resolved ${localTime(task.resolvedAt, zone)}: ${task.resolution ?? ''}`
    : task.claimedBy
      ? `claimed by ${task.claimedBy}`
      : `open, due ${localTime(task.due, zone)}`
  return `task ${task.id} for ${task.role}: ${task.kind}, ${task.reason} (${state})`
}

/** Why nothing happens, one line for each thing that is waited for. */
export function waitingSentence(waiting: WaitingFor, zone: Zone): string {
  switch (waiting.what) {
    case 'review':
      return `the next review, ${localTime(waiting.at, zone)}`
    case 'overdue_review':
      return `a review that was due ${localTime(waiting.at, zone)}: is a decide worker running?`
    case 'contact': {
      const from = waiting.from ? ` from ${localTime(waiting.from, zone)}` : ''
      return `contact ${waiting.contact}, ${waiting.channel} ${waiting.step ?? ''}: ${waiting.state}${from}`
    }
    case 'human_task':
      return `task ${waiting.task} (${waiting.kind}) for ${waiting.role}, due ${localTime(waiting.due, zone)}`
    case 'hold': {
      const reason = waiting.reason ? ` (${waiting.reason})` : ''
      return `${waiting.kind}${reason} on the ${waiting.scope}${waiting.until ? ` until ${waiting.until}` : ''}`
    }
    case 'promise': {
      const came = waiting.paid === null ? '' : `; ${waiting.paid} came`
      return `the promise of ${waiting.amount} by ${waiting.by}${came}`
    }
    case 'settlement': {
      const sum = waiting.amount === null ? 'the money' : `the ${waiting.amount}`
      return `${sum} of settlement ${waiting.settlement} by ${waiting.by}; ${waiting.paid} came`
    }
    case 'plan':
      return `the rates of plan ${waiting.plan}, the next ${waiting.amount} by ${waiting.by}`
    case 'brake':
      return `a brake on ${brakeScope(waiting)}, stopped by hand since ${localTime(waiting.since, zone)} by ${waiting.by}: lift it with \`arrears resume\``
    case 'breaker':
      return `the provider ${waiting.provider} of ${waiting.channel}, ${BREAKERS[waiting.kind].says}${
        waiting.retryAt ? ` (asked again ${localTime(waiting.retryAt, zone)})` : ''
      }`
    case 'rule':
      return `${waiting.step ? `${waiting.step}: ` : ''}rule ${waiting.rule}: ${waiting.text}${waiting.cite ? ` [${waiting.cite}]` : ''}`
    case 'closed':
      return `nothing: closed ${waiting.on}${waiting.reason ? `, ${waiting.reason}` : ''}`
    default:
      return assertNever(waiting)
  }
}
