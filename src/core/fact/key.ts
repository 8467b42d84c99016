import type { FactInput, FactOf } from './fact.ts'

/** Text that is the same for the same value: keys in order, undefined left out. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  let text = ''
  for (const [key, each] of Object.entries(value).sort(byKey)) {
    if (each !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonical(each)}`
  }
  return `{${text}}`
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

/** What a fact says, for comparing two under one key: without the key itself and the day of delivery; what is named once for all (an account, a bill, a point) also without the day of the file that it came in, and without a score, which is a fact of its own. */
export function comparable(fact: FactInput): unknown {
  const { key: _key, recorded: _recorded, at, ...said } = fact
  switch (fact.type) {
    case 'account.opened':
      return { ...said, score: undefined }
    case 'obligation.billed':
    case 'point.added':
      return said
    default:
      return { ...said, at: new Date(at).toISOString() }
  }
}

/** The key of a fact that brings none: what it is about, or when it was. `point` = keyed hash of the number or address that it names. */
export function naturalKey(fact: FactInput, point: string | null): string {
  return [fact.type, ...partsOf(fact, point)].map((part) => encodeURIComponent(part ?? '')).join('/')
}

type Part = string | number | null | undefined

function partsOf(fact: FactInput, point: string | null): Part[] {
  const short = point?.slice(0, 24)
  switch (fact.type) {
    case 'account.opened':
      return [fact.account]
    case 'account.snapshot':
    case 'account.recalled':
    case 'account.closed':
    case 'account.reopened':
    case 'score.changed':
      return [fact.account, instantOf(fact)]
    case 'obligation.billed':
    case 'obligation.cancelled':
      return [fact.account, fact.obligation]
    case 'obligation.rescheduled':
      return [fact.account, fact.obligation, instantOf(fact)]
    case 'payment.received':
    case 'payment.reversed':
      return [fact.account, fact.payment]
    case 'dispute.opened':
    case 'dispute.resolved':
      return [fact.account, fact.dispute]
    case 'dispute.closed':
      return [fact.account, fact.dispute, instantOf(fact)]
    case 'promise.made':
    case 'promise.cancelled':
      return [fact.account, fact.promise]
    case 'contact.outcome':
      return [
        fact.account,
        fact.contact ?? fact.step,
        fact.contact === undefined ? (fact.attempt ?? instantOf(fact)) : '',
        fact.disposition,
      ]
    case 'hold.placed':
      return [...subjectOf(fact), fact.hold]
    case 'hold.lifted':
      // One of a refused row comes back with the next refusal.
      return [...subjectOf(fact), fact.hold, ...(fact.hold.startsWith('refused:') ? [instantOf(fact)] : [])]
    case 'cease.received':
    case 'cease.withdrawn':
    case 'preference.set':
      return [...subjectOf(fact), instantOf(fact)]
    case 'optout.received':
    case 'optout.withdrawn':
      return [...subjectOf(fact), short ?? fact.point, fact.channel, instantOf(fact)]
    case 'consent.given':
    case 'consent.revoked':
      return [...subjectOf(fact), short ?? fact.point, fact.consent, instantOf(fact)]
    case 'point.added':
    case 'point.invalid':
      return [...subjectOf(fact), short, fact.type === 'point.invalid' ? instantOf(fact) : '']
    case 'evidence.recorded':
      return [...subjectOf(fact), fact.agent, short ?? fact.point, fact.evidence, instantOf(fact)]
    case 'feed.completed':
      return [fact.creditor, fact.asOf]
    case 'brake.set':
    case 'brake.released':
      return [fact.channel, fact.strategy, fact.creditor, instantOf(fact)]
    case 'reply.read':
      return [...subjectOf(fact), fact.reply, instantOf(fact)]
    case 'task.resolved':
      return [...subjectOf(fact), ...askedBy(fact), fact.answer, instantOf(fact)]
    case 'contact.recorded':
      return [...subjectOf(fact), ...saidIn(fact, short), instantOf(fact)]
  }
}

function saidIn(fact: FactOf<'contact.recorded'>, point: string | undefined): Part[] {
  return [fact.channel, fact.direction, point ?? fact.point, fact.disposition]
}

/** What a human's answer is about: the engine's number, or the step or kind. */
function askedBy({ task, step, kind, rule, reply }: FactOf<'task.resolved'>): Part[] {
  return task === undefined ? [step ?? kind, rule ?? reply] : [task, '']
}

function instantOf(fact: FactInput): string {
  return new Date(fact.at).toISOString()
}

/** An account and a debtor of the same name are not the same. */
function subjectOf(fact: { account?: string | undefined; debtor?: string | undefined }): Part[] {
  return fact.account === undefined ? ['debtor', fact.debtor] : ['account', fact.account]
}
