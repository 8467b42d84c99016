import { effectOf } from '../../model/task-word.ts'
import { addDays, type Day, daysBetween, type Instant, instantInAll, lastDayOf } from '../../base/time.ts'
import { isChannel, kindOf, isByPerson } from '../../channel/channel.ts'
import type { Stage, Step } from '../../model/strategy.ts'
import { meaningOf } from '../../channel/disposition.ts'
import { allTaken } from '../../machine/step-guards.ts'
import type { BareView, CaseView } from '../case/view.ts'
import { isDone } from '../step/attempt.ts'
import { untriedPoints } from '../step/points.ts'
import { firstEntry } from '../../model/case-memory.ts'
import type { DossierContact } from '../../model/dossier.ts'
import { type FiledStep, isContact, mayOpen } from './file-day.ts'
import { nextContactDay, noticeSteps, type Opening, type OpeningRules } from './opening.ts'
import { idleDays } from '../pause/idle.ts'
import { owes } from '../step/owes.ts'
import { hasLeft } from '../../model/contact-state.ts'

/** as_filed: the notice was done on its own day, or that has not passed. Otherwise the notice is due, then nothing for a while, then the case is ready to enter a stage; from then on it reads its ladder day. */
type LadderPhase = 'as_filed' | 'notice_due' | 'respite' | 'ready' | 'entered'

const USUAL_RESPITE = 3

export function openingOf(view: BareView): Opening | null {
  const rules = view.compiled.opening[view.band]
  const [opening, ...standIns] = noticeSteps(rules, isForCase(view))
  if (!opening) return null
  const ownDay = ownDayOf(view, opening)
  const notices: Opening['notices'] = [opening, ...standIns]
  const notice = noticeOf(view, notices)
  const respiteEnds = notice && addDays(notice.on, respiteOf(view, rules, notice.by ?? opening))
  return {
    notices,
    ownDay,
    noticedOn: notice?.on ?? null,
    noticedBy: notice?.by ?? null,
    inherited: notice?.inherited ?? false,
    respiteEnds,
  }
}

export function phaseOn(view: CaseView, day: Day): LadderPhase {
  const { opening, memory } = view
  if (!opening || !isLate(view, opening, day)) return 'as_filed'
  if (opening.noticedOn === null) return 'notice_due'
  if (memory.lag) return 'entered'
  return opening.respiteEnds !== null && day < opening.respiteEnds ? 'respite' : 'ready'
}

/** How many days the ladder lies behind the days past due. */
export function lagOf(view: CaseView): number {
  const phase = phaseOn(view, view.today)
  if (phase === 'as_filed')
    return idleDays(view, view.opening?.ownDay ?? firstEntry(view.memory) ?? view.today)
  const { lag } = view.memory
  return phase === 'entered' && lag ? lag.days + idleDays(view, lag.on) : 0
}

/** The day on which a step is due that the file has on that day past due. */
export function dateOf(view: CaseView, dpd: number): Day {
  return addDays(view.anchor, dpd + view.lag)
}

/** Days past due as the file's ladder reads them; law, texts and reports read the true ones. */
export function ladderDay(view: CaseView, day: Day): number {
  return daysBetween(view.anchor, day) - view.lag
}

/** The stage's entry on the ladder as it lies now. */
export function ladderEntry(view: CaseView, stage: string, entry: Day): Day {
  return addDays(entry, view.lag - (view.memory.entryLag?.[stage] ?? 0))
}

export function isForCase(view: BareView): (step: Step, stage: Stage) => boolean {
  return (step, stage) => owes(view, step.pastDue) && owes(view, stage.from.pastDue)
}

/** Whether a step may be due at all on the day: before a late notice only what may open the episode, after it nothing for a while. */
export function mayBeDue(view: CaseView, step: Step, day: Day): boolean {
  const { opening } = view
  if (!opening) return true
  switch (phaseOn(view, day)) {
    case 'as_filed':
      if (!isContact(step)) return true
      return opening.noticedOn !== null || isOpeningDue(view, step.step) || !isHard(view, step)
    case 'notice_due':
      return isOpeningDue(view, step.step)
    case 'respite':
    case 'ready':
      return false
    case 'entered':
      return true
  }
}

/** Whether the step is a notice that is due. */
export function isOpeningDue(view: CaseView, step: string): boolean {
  if (view.opening?.notices.every((one) => one.step.step !== step) ?? true) return false
  return noticesDue(view).some((one) => one.step.step === step)
}

/** The notices that are due while none is done: the opening step, and where it cannot be made the one that stands in for it, and so on. */
export function noticesDue(view: CaseView): FiledStep[] {
  const { opening } = view
  if (!opening || opening.noticedOn !== null) return []
  const possible = opening.notices.findIndex((one) => !isOutOfReach(view, one))
  return opening.notices.slice(0, possible === -1 ? undefined : possible + 1)
}

/** Whether the step was refused since yesterday, or was made and failed. */
function isOutOfReach(view: CaseView, { step }: FiledStep): boolean {
  const rows = view.rows.of(step.step)
  if (rows.open) return false
  if (allTaken(step, rows.taken) && untriedPoints(view, step).length === 0) return true
  const denied = view.memory.denied[step.step]?.last
  return denied !== undefined && denied >= addDays(view.today, -1)
}

function isHard({ compiled, band }: CaseView, step: Step): boolean {
  return !mayOpen(step) || compiled.opening[band].final.has(step.step)
}

function isLate(view: CaseView, { ownDay, noticedOn, inherited }: Opening, day: Day): boolean {
  if (noticedOn === null) return day > ownDay
  return inherited ? (firstEntry(view.memory) ?? view.today) > ownDay : noticedOn > ownDay
}

/** A step whose stage was entered later than its time of day is due on the next day: that is its own day then. */
function ownDayOf(view: BareView, { step, stage, day }: FiledStep): Day {
  const { anchor, compiled, memory, zones } = view
  const own = addDays(anchor, Math.max(day, compiled.strategy.open.dpd))
  const enteredAt = memory.enteredAt?.[stage.stage]
  const late =
    memory.entries[stage.stage] === own &&
    enteredAt !== undefined &&
    enteredAt > instantInAll(zones, own, step.at)
  return late ? addDays(own, 1) : own
}

interface Notice {
  on: Day
  /** Null = a contact that no step of the file made. */
  by: FiledStep | null
  inherited: boolean
}

/** The first contact since the anchor that tells the debtor of the debt; else one of an earlier episode of the case. */
function noticeOf(view: BareView, notices: Opening['notices']): Notice | null {
  const shadow = shadowNotice(view, notices)
  if (shadow) return shadow
  let found = answeredNotice(view, notices)
  let earlier: Notice | null = null
  for (const contact of view.contacts) {
    if (contact.at === null || contact.at > view.now || !contact.accounts.includes(view.account.id)) continue
    const on = lastDayOf(view.zones, contact.at)
    const ofCase = contact.case === view.case.id
    const own = ofCase && contact.episode === view.anchor
    const by = ofCase ? (notices.find(({ step }) => step.step === contact.step) ?? null) : null
    if (!(by && isDone(contact, by.step.doneBy)) && !tells(contact)) continue
    if (own || (contact.case === null && on >= view.anchor)) {
      if (found === null || on < found.on) found = { on, by, inherited: false }
    } else if (ofCase && (earlier === null || on > earlier.on)) {
      earlier = { on, by: null, inherited: true }
    }
  }
  return found ?? earlier
}

/** A human said that the notice was given, or that it goes on without one. */
function answeredNotice(view: BareView, notices: Opening['notices']): Notice | null {
  const days = view.asked.flatMap(({ step, episode, answer, answeredAt }) => {
    const about = episode === view.anchor && notices.some((one) => one.step.step === step)
    return about && effectOf(answer).notice && answeredAt !== null ? [lastDayOf(view.zones, answeredAt)] : []
  })
  const [on] = days.sort()
  return on === undefined ? null : { on, by: null, inherited: false }
}

/** In shadow mode, the contacts that would have been made stand in for made ones. */
function shadowNotice({ compiled, memory }: BareView, notices: Opening['notices']): Notice | null {
  if (compiled.strategy.mode === 'live') return null
  const days = notices.flatMap((by) =>
    (memory.shadow?.[by.step.step] ?? []).map((on) => ({ on, by, inherited: false })),
  )
  return days.sort((a, b) => (a.on < b.on ? -1 : 1))[0] ?? null
}

/** A message that arrived, a letter, or words with the debtor. */
function tells({ channel, state, outcome, disposition }: DossierContact): boolean {
  if (disposition !== null && meaningOf(disposition).rightParty) return true
  if (isChannel(channel) && kindOf(channel).heardWhenSent) return hasLeft(state)
  return outcome === 'delivered' && !isByPerson(channel)
}

/** The distance that the file states to the next contact, and at least the respite. */
function respiteOf(view: BareView, rules: OpeningRules, notice: FiledStep): number {
  const least = view.compiled.strategy.lateEntry?.respite?.days ?? USUAL_RESPITE
  const next = nextContactDay(rules, notice, isForCase(view))
  return next === null ? least : Math.max(least, next - notice.day)
}

/** The instant at which time alone changes how the episode opens: the opening step is late from then on, or the respite ends. */
export function nextLadderEdge(view: CaseView): Instant {
  const { opening, today, zones } = view
  if (!opening) return Infinity
  if (opening.noticedOn === null) {
    return opening.ownDay < today ? Infinity : instantInAll(zones, addDays(opening.ownDay, 1))
  }
  const { respiteEnds } = opening
  const rests = respiteEnds !== null && phaseOn(view, today) === 'respite'
  return rests ? instantInAll(zones, respiteEnds) : Infinity
}
