import type { AccountId, CaseId, ContentHash, NumberId, PersonId, PointId } from '../../base/id.ts'
import { POINT_KINDS } from '../../base/list.ts'
import { isByPerson, isContactChannel, taskKind } from '../../channel/channel.ts'
import { addDays, type Day, daysBetween, type Instant, instantInAll, lastDayOf } from '../../base/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { RiskBand, Step, Strategy } from '../../model/strategy.ts'
import type { Template } from '../../model/template.ts'
import { answerWith, closersOf, taskTraits } from '../../model/human-task.ts'
import { openedCase } from '../../model/case.ts'
import { afterDecision } from './after-decision.ts'
import type { DossierTask, DossierContact, Dossier } from '../../model/dossier.ts'
import { planPerson } from '../plan.ts'
import type { Planning } from '../planning.ts'
import { type Disposition, meaningOf, saidByProvider } from '../../channel/disposition.ts'
import { isPlanned } from '../../model/contact-state.ts'

/** What a strategy does with an account that first comes to it on some day past due, where the law always permits, nobody answers, every message arrives and people do at once what they are asked. */
interface Rehearsal {
  strategy: Strategy
  band: RiskBand
  /** Days past due on the day of entry. */
  entry: number
  /** How many days are played. */
  days: number
  /** The day on which it comes; a Monday where that is not said. */
  from?: Day
}

export interface RehearsedStep {
  day: Day
  /** True days past due. */
  dpd: number
  step: string
  channel: string
}

const ZONE = 'UTC'
const START = '2026-01-05'

/** Every step in order, tasks for people included, until the strategy has nothing more. */
export function rehearse({ strategy, band, entry, days, from = START }: Rehearsal): RehearsedStep[] {
  const anchor = addDays(from, -entry)
  const planning = permissive(strategy)
  const steps: RehearsedStep[] = []
  let dossier = newDossier(strategy, band, anchor)
  const end = instantInAll([ZONE], addDays(from, days))
  let now = instantInAll([ZONE], from, '00:05')
  while (now < end) {
    const decision = planPerson(dossier, planning, now)
    const day = lastDayOf([ZONE], now)
    const note = (step: string, channel: string) =>
      steps.push({ day, dpd: daysBetween(anchor, day), step, channel })
    for (const { kind, step } of decision.tasks)
      note(taskTraits(kind).isStep ? (step ?? kind) : kind, 'human')
    for (const { step, channel } of decision.planned) note(step, channel)
    if (decision.tasks.some(({ kind }) => closersOf(kind).includes('next_known'))) return steps
    dossier = allDone(afterDecision(dossier, decision, now), now)
    const next = dossier.cases[0]?.nextReviewAt ?? Infinity
    now = decision.planned.length > 0 || next <= now ? now + 60_000 : next
  }
  return steps
}

/** Everything is done at once: a message arrives, nobody answers a call or the door, people do what they are asked. */
function allDone(dossier: Dossier, now: Instant): Dossier {
  return {
    ...dossier,
    contacts: dossier.contacts.map((one) => (isPlanned(one.state) ? made(one, now) : one)),
    asked: dossier.asked?.map((one) => (one.answeredAt === null ? answered(one, now) : one)) ?? [],
  }
}

function made(planned: DossierContact, at: Instant): DossierContact {
  return isByPerson(planned.channel)
    ? { ...planned, at, state: 'sent', ...saying(taskKind(planned.channel).nobodyThere) }
    : { ...planned, at, state: 'delivered', ...saying(saidByProvider('arrived')) }
}

function saying(disposition: Disposition): Pick<DossierContact, 'disposition' | 'outcome'> {
  return { disposition, outcome: meaningOf(disposition).outcome }
}

function answered(asked: DossierTask, answeredAt: Instant): DossierTask {
  const answer = answerWith(asked.kind, ({ step }) => step === 'made')
  return answer === null ? asked : { ...asked, answer, answeredAt }
}

function newDossier(strategy: Strategy, band: RiskBand, anchor: Day): Dossier {
  const person = 1 as PersonId
  const account = 1 as AccountId
  const [from, to] = strategy.risk[band]
  const point = { number: 1 as NumberId, line: 'mobile', place: 'home', role: 'debtor', valid: true } as const
  return {
    person: {
      id: person,
      externalId: '',
      household: null,
      locale: 'en',
      regions: [],
      zones: [ZONE],
      closed: [],
    },
    points: POINT_KINDS.map((kind, index) => ({ ...point, id: (index + 1) as PointId, kind })),
    accounts: [
      {
        id: account,
        externalId: '',
        creditor: '',
        collector: '',
        actor: null,
        product: null,
        currency: 'USD',
        pastDue: Number.MAX_SAFE_INTEGER,
        balance: null,
        anchor,
        score: (from + to) / 2,
        collection: 'active',
        endedReason: null,
        received: [],
      },
    ],
    cases: [
      openedCase(1 as CaseId, { account: { id: account }, number: 1, strategy, day: START, anchor }, 0),
    ],
    holds: [],
    evidence: [],
    promises: [],
    contacts: [],
  }
}

const PERMIT: Verdict = { answer: 'permit', until: 8e15, duties: [], warnings: [] }

function permissive(strategy: Strategy): Planning {
  return {
    strategies: new Map([[strategy.hash, strategy]]),
    active: new Map([[strategy.strategy, strategy]]),
    templates: strategy.stages.flatMap(({ steps }) => steps.flatMap(textOf)),
    wording: [],
    ask: () => PERMIT,
    fileOf: () => ({ regions: [], zones: [ZONE], closed: [], history: [], statuses: [], evidence: [] }),
  }
}

function textOf({ channel, template, script }: Step): Template[] {
  const name = template ?? script
  if (!isContactChannel(channel) || name === undefined) return []
  const said = { purpose: 'collect' as const, carries: [], acknowledges: [], maxSegments: 1, text: name }
  return [{ ...said, template: name, locale: 'en', channel, hash: '' as ContentHash }]
}
