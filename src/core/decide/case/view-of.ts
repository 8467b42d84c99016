import { plansInForce, planStates } from '../../agreement/plan-state.ts'
import { planFileOf } from '../../agreement/told.ts'
import type { BrakeSpan } from '../../base/brake.ts'
import { type Day, daysBetween, HOUR, type Instant, lastDayOf } from '../../base/time.ts'
import type { AccountId } from '../../base/id.ts'
import { meaningOf } from '../../channel/disposition.ts'
import { riskBand } from '../../machine/risk-band.ts'
import type { EpisodeMemory } from '../../model/case-memory.ts'
import type { DossierAccount, DossierCase, Dossier } from '../../model/dossier.ts'
import type { CompiledStrategy } from './compiled.ts'
import { dataHolds } from '../pause/idle.ts'
import { lagOf, openingOf } from '../ladder/ladder.ts'
import { promiseFileOf, promiseStates } from '../../promise/state.ts'
import type { PayOrder } from '../../model/debt-policy.ts'
import { planTraits } from '../../model/plan.ts'
import { promiseTraits } from '../../model/promise.ts'
import { settledFigures } from '../../settlement/figures.ts'
import type { InForce } from '../../model/settlement.ts'
import { settlementsInForce, settlementsOf } from '../../settlement/in-force.ts'
import { planSpans, quietSpans, settledSpans } from '../pause/quiet.ts'
import { type Change, remember } from './remember.ts'
import { EpisodeRows } from '../step/rows.ts'
import { stoppedTime } from '../pause/stopped.ts'
import type { CaseView, Rest } from './view.ts'
import { isDenied } from '../../model/contact-state.ts'

interface Pinned {
  file: DossierCase
  account: DossierAccount
  compiled: CompiledStrategy
  brakes?: readonly BrakeSpan[] | undefined
  pays?: PayOrder | null
}

export function viewOf(dossier: Dossier, pinned: Pinned, now: Instant): CaseView {
  const { file: theCase, compiled, brakes = [], pays = null } = pinned
  const { zones } = dossier.person
  const today = lastDayOf(zones, now)
  const ledger = { told: pinned.account, money: dossier, pays, now }
  const { inForce, ...settlement } = settledUnder(compiled, ledger)
  const { account } = settlement
  const anchor = account.anchor ?? theCase.snapshot.lastAnchor
  const { holds } = dossier
  const promiseFile = promiseFileOf(dossier, account, now)
  const planFile = planFileOf(dossier, now)
  const memory = draftOf(theCase.snapshot.episodes[anchor])
  const stopped = stoppedTime({ file: theCase, account, compiled, memory, zones, now, today }, brakes)
  return laid({
    case: theCase,
    compiled,
    zones,
    now,
    today,
    anchor,
    dpd: daysBetween(anchor, today),
    ...settlement,
    ...promisedUnder(compiled, {
      holds,
      promiseFile,
      planFile,
      settlements: settlement.settlements,
      inForce,
    }),
    holds,
    promiseFile,
    planFile,
    inCase: inCase(dossier),
    told: pinned.account,
    money: dossier,
    pays,
    memory,
    learnt: false,
    rows: new EpisodeRows(theCase, anchor, dossier.contacts, zones),
    contacts: dossier.contacts,
    person: dossier.person,
    points: dossier.points,
    asked: (dossier.asked ?? []).filter((one) => one.case === theCase.id),
    reachedOn: reachedOn(dossier),
    resting: restingSteps(dossier, theCase, anchor),
    idle: [
      ...(memory.idle ?? []),
      ...dataHolds({ holds: dossier.holds, account: account.id, zones }, now),
      ...stopped.over,
      ...(stopped.lasting ? [stopped.lasting] : []),
    ],
    stopped,
    opening: null,
    lag: 0,
  })
}

/** The ladder is written into the view, which belongs to the caller: copying a view costs as much as the rest of it. */
function laid(view: Draft): CaseView {
  view.opening = openingOf(view)
  view.lag = 0
  view.lag = lagOf(view)
  return view
}

type Draft = { -readonly [Key in keyof CaseView]: CaseView[Key] }

/** What the episode learns or forgets is part of the view from then on, and of the row of the case. */
export function learn(view: CaseView, change: Change): void {
  const draft: Draft = view
  remember(draft, change)
  if (change.is === 'idle') draft.idle = [...draft.idle, { from: change.from, to: change.to }]
  if (LAYS_LADDER.has(change.is)) draft.lag = lagOf(draft)
  if (!TOLD_ELSEWHERE.has(change.is)) draft.learnt = true
}

const LAYS_LADDER: ReadonlySet<Change['is']> = new Set(['idle', 'ladder_set_back', 'ladder_forgotten'])
const TOLD_ELSEWHERE: ReadonlySet<Change['is']> = new Set(['given', 'ladder_forgotten', 'is_back'])

/** The same case under another version of its strategy. */
export function viewUnder(view: CaseView, compiled: CompiledStrategy): CaseView {
  const { inForce, ...settlement } = settledUnder(compiled, view)
  const { settlements, account } = settlement
  const promiseFile = { ...view.promiseFile, account }
  const { holds, planFile } = view
  return laid({
    ...view,
    compiled,
    ...settlement,
    promiseFile,
    ...promisedUnder(compiled, { holds, promiseFile, planFile, settlements, inForce }),
  })
}

/** What a version of the strategy makes of the settlements, and the figures that follow from them. */
function settledUnder(
  { strategy }: CompiledStrategy,
  { told: account, money, pays, now }: Pick<CaseView, 'told' | 'money' | 'pays' | 'now'>,
): Pick<CaseView, 'settlements' | 'settled' | 'account' | 'pastDue'> & { inForce: InForce[] } {
  const states = settlementsOf(money, { now, limits: strategy.settlements })
  const inForce = settlementsInForce(states)
  const settlements = states.get(account.id) ?? []
  const settled =
    settlements.length === 0 ? null : settledFigures(money, account, { states: settlements, now, pays })
  if (!settled) return { settlements, settled, account, pastDue: account.pastDue, inForce }
  const { pastDue, balance, anchor, apart } = settled
  const owing = { ...account, pastDue, balance, anchor, apart }
  return { settlements, settled, account: owing, pastDue, inForce }
}

/** What a version of the strategy makes of promises and plans, and what follows from them. */
function promisedUnder(
  { strategy }: CompiledStrategy,
  file: Pick<CaseView, 'holds' | 'promiseFile' | 'planFile' | 'settlements'> & { inForce: InForce[] },
): Pick<CaseView, 'promises' | 'plans' | 'quiet' | 'band'> {
  const { holds, promiseFile, planFile, settlements, inForce } = file
  const { account, zones } = promiseFile
  const planned = planStates({ ...planFile, types: strategy.plans, inForce })
  const over = [...inForce, ...plansInForce(planned)]
  const promises = promiseStates({ ...promiseFile, types: strategy.promises, inForce: over })
  const failed = promises.filter(({ status }) => promiseTraits(status).failed)
  const plans = planned.filter(({ plan }) => plan.accounts.includes(account.id))
  const broken = plans.filter(({ status }) => planTraits(status).failed)
  return {
    promises,
    plans,
    quiet: [
      ...quietSpans(account.id, holds, promises, zones),
      ...planSpans(plans),
      ...(settlements.length === 0 ? [] : settledSpans(settlements, zones)),
    ],
    band: riskBand(strategy, account.score, failed.length + broken.length),
  }
}

/** A copy of what `remember` writes in place; it replaces the rest. */
function draftOf(memory: EpisodeMemory | undefined): EpisodeMemory {
  if (!memory) return { entries: {}, dropped: {}, denied: {} }
  return {
    ...memory,
    entries: { ...memory.entries },
    dropped: { ...memory.dropped },
    denied: { ...memory.denied },
    ...(memory.turn && { turn: { ...memory.turn } }),
    ...(memory.again && { again: { ...memory.again } }),
    ...(memory.enteredAt && { enteredAt: { ...memory.enteredAt } }),
  }
}

const NO_ACCOUNT: ReadonlySet<AccountId> = new Set()

/** Nobody asks where no plan was told. */
function inCase({ plans, cases }: Dossier): ReadonlySet<AccountId> {
  if (!plans) return NO_ACCOUNT
  return new Set(cases.flatMap(({ open, account }) => (open ? [account] : [])))
}

function reachedOn({ contacts, person }: Dossier): Day | null {
  let last: Instant | null = null
  for (const contact of contacts) {
    if (contact.person !== person.id || contact.at === null || contact.disposition === null) continue
    if (!meaningOf(contact.disposition).rightParty) continue
    if (last === null || contact.at > last) last = contact.at
  }
  return last === null ? null : lastDayOf(person.zones, last)
}

const NOTHING: ReadonlyMap<string, Rest> = new Map()

/** The last of its denials and expiries is what a step rests after. */
function restingSteps(
  { denied, person }: Dossier,
  theCase: DossierCase,
  episode: Day,
): ReadonlyMap<string, Rest> {
  if (!denied || denied.length === 0) return NOTHING
  const resting = new Map<string, Rest>()
  const inOrder = [...denied].sort((a, b) => a.changedAt - b.changedAt)
  for (const { case: id, episode: of, step, state, changedAt: at } of inOrder) {
    if (id !== theCase.id || of !== episode) continue
    const before = resting.get(step)
    if (isDenied(state)) resting.set(step, { deniedOn: lastDayOf(person.zones, at) })
    else if (!before || 'until' in before) resting.set(step, { until: at + HOUR })
  }
  return resting
}
