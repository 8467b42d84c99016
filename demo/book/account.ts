import type { Minor } from '../../src/core/base/money.ts'
import { addDays, type Day, daysBetween, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { BALANCE, CHARGE_OFF_DPD, LATE_AT_START, LATE_BY, MISSED, RISK, SMS_CONSENT } from './assumptions.ts'
import type { Dice } from './dice.ts'
import { charges } from './charge.ts'
import { type ObligationStory, obligationStory, type Owed } from './obligation.ts'
import { papersOnFile } from './papers.ts'
import type { InventedPerson } from './person.ts'
import type { Span } from './span.ts'
import { TERMS } from './terms.ts'
import { momentOn } from './timing.ts'
import { troubles } from './trouble.ts'

export interface AccountDice {
  story: Dice
  /** The dice that decide what is on file: another book of papers leaves the story as it is. */
  papers: Dice
  /** The dice that decide whether charges are paid. */
  charges: Dice
}

/** One account from its opening to the end of the span. */
export function accountStory(
  person: InventedPerson,
  account: string,
  span: Span,
  { story: dice, papers, charges: chargeDice }: AccountDice,
): FactInput[] {
  const score = scoreOf(dice)
  const zone = person.zones[0] ?? 'UTC'
  const opened: FactInput = {
    type: 'account.opened',
    at: span.loadedAt,
    account,
    debtor: person.id,
    ...termsOf(person),
    region: person.regions,
    zone: person.zones,
    locale: person.locale,
    name: person.name,
    phone: person.phone,
    points: [
      { kind: 'address', value: person.address, place: 'home' },
      ...(person.email === null ? [] : [{ kind: 'email' as const, value: person.email }]),
    ],
    score,
  }
  const stories = obligations(person, account, score, span, dice)
  const late = stories.flatMap((story) => (story.late ? [story.late] : []))
  const agreesToTexts = person.kind === 'us' && dice.chance(SMS_CONSENT)
  return [
    opened,
    ...stories.flatMap((story) => story.facts),
    ...stories.flatMap(({ owed, late: how }) => (how ? charges(owed, how, chargeDice) : [])),
    ...papersOnFile({ person, account, span, agreesToTexts }, papers),
    ...troubles({ person, account, zone, score, span, late }, dice),
    ...chargedOff(account, zone, span, stories, dice),
  ]
}

function termsOf(
  person: InventedPerson,
): Pick<
  Extract<FactInput, { type: 'account.opened' }>,
  'creditor' | 'collector' | 'actor' | 'product' | 'currency'
> {
  const { creditor, collector, actor, product, currency } = TERMS[person.kind]
  return { creditor, collector, actor, product, currency }
}

function scoreOf(dice: Dice): number {
  let roll = dice.next()
  const band = RISK.find(({ share }) => (roll -= share) < 0) ?? RISK[0]
  const score = band ? band.from + (band.to - band.from) * dice.next() : 0.3
  return Math.round(score * 1000) / 1000
}

interface OwedStory extends ObligationStory {
  owed: Owed
}

/** One that is late when it begins, perhaps, and those that fall due while it runs. */
function obligations(
  person: InventedPerson,
  account: string,
  score: number,
  span: Span,
  dice: Dice,
): OwedStory[] {
  const { every } = TERMS[person.kind]
  const late = dice.chance(LATE_AT_START) ? lateBy(dice) : null
  const first = late === null ? addDays(span.from, dice.between(0, every - 1)) : addDays(span.from, -late)
  const amount = amountOf(person, dice)
  const stories: OwedStory[] = []
  let stopped = false
  for (let number = 0, dueOn = first; dueOn <= span.to && !stopped; number++, dueOn = addDays(dueOn, every)) {
    const owed = {
      kind: person.kind,
      account,
      obligation: `${account}-${number + 1}`,
      dueOn,
      amount: person.kind === 'b2b' ? amountOf(person, dice) : amount,
      zone: person.zones[0] ?? 'UTC',
      score,
      until: span.to,
      playedFrom: span.from,
    }
    const existing = dueOn < span.from
    const missed = existing || dice.chance(MISSED[person.kind] * (0.5 + 1.8 * score))
    const story = obligationStory(owed, existing ? span.loadedAt : billing(dueOn, span), missed, dice)
    stories.push({ ...story, owed })
    stopped = person.kind !== 'b2b' && story.late?.paidOn === null && dice.chance(0.6)
  }
  return stories
}

function billing(dueOn: Day, span: Span): string {
  const on = addDays(dueOn, -20)
  return on <= span.from ? span.loadedAt : isoOf(Date.parse(`${on}T06:00:00Z`))
}

function lateBy(dice: Dice): number {
  let roll = dice.next()
  const band = LATE_BY.find(({ share }) => (roll -= share) < 0) ?? LATE_BY[0]
  return band ? dice.between(band.from, band.to) : 1
}

function amountOf(person: InventedPerson, dice: Dice): Minor {
  const { median, sigma, dueShare } = BALANCE[person.kind]
  return Math.max(500, Math.round(dice.logNormal(median, sigma) * dueShare * 100))
}

function chargedOff(
  account: string,
  zone: string,
  span: Span,
  stories: ObligationStory[],
  dice: Dice,
): FactInput[] {
  const unpaid = stories.find((story) => story.late?.paidOn === null)
  const billed = unpaid?.facts[0]
  if (billed?.type !== 'obligation.billed') return []
  const on = addDays(billed.dueOn, CHARGE_OFF_DPD)
  if (on < span.from || daysBetween(on, span.to) < 0) return []
  return [{ type: 'account.closed', at: isoOf(momentOn(dice, on, zone)), account, reason: 'charged_off' }]
}
