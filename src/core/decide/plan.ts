import type { Day, Instant } from '../base/time.ts'
import { addDays, daysBetween, MINUTE } from '../base/time.ts'
import { askForGap } from './ask/gap.ts'
import { askForLaw } from './ask/human.ts'
import { askForNotice } from './ask/notice.ts'
import { Asking } from './ask-point.ts'
import { recordOf } from './case/notes.ts'
import { closeAsked, standsAfter } from './close-asked.ts'
import { walksStages } from '../model/lifecycle.ts'
import { isPastDue } from '../machine/opens.ts'
import { type CaseReview, reviewCase } from './case/review.ts'
import { type Candidate, noteLeftBehind, workOf } from './candidate.ts'
import type { ContactFile, Dossier } from '../model/dossier.ts'
import type { CaseSnapshot } from '../model/case-memory.ts'
import { decideGround } from './ground.ts'
import { bringBack, noteDenials } from './denied.ts'
import { handOn } from './hand-on.ts'
import { nameOf, replaceable, settleBehind, takeTurns } from './late.ts'
import type { CaseChange, NewHumanTask, PersonDecision } from '../model/decision.ts'
import { planContact } from './plan-contact.ts'
import type { Planning } from './planning.ts'
import { noticesDue } from './ladder.ts'
import { hasMandatoryToday } from './mandatory-day.ts'
import { noteWhatComes } from './what-comes.ts'
import { dayAfter, stepDue, stillStands } from './step/due.ts'
import { remember, rememberOf } from './remember.ts'

/** What a review of one person is written into. */
export interface PersonPlan {
  dossier: Dossier
  asking: Asking
  reviews: CaseReview[]
  planned: PersonDecision['planned']
  cancelled: PersonDecision['cancelled']
  tasks: NewHumanTask[]
  settled: NonNullable<PersonDecision['settled']>
}

const EPISODES_KEPT = 24

/** All of a person's open cases are reviewed together, so that every planned contact counts for the next. Pure: the same dossier, strategies, law and instant give the same decision. */
export function planPerson(dossier: Dossier, planning: Planning, now: Instant): PersonDecision {
  const reviews = dossier.cases
    .filter((file) => file.open)
    .map((file) => reviewCase(dossier, file, planning, now))
  const asking = new Asking(dossier, planning)
  const plan: PersonPlan = { dossier, asking, reviews, planned: [], cancelled: [], tasks: [], settled: [] }
  for (const review of reviews) {
    noteLeftBehind(review)
    takeBack(plan, review)
    noteDenials(plan, review)
    bringBack(plan, review)
    askForLaw(plan, review)
    handOn(plan, review)
    askForGap(plan, review)
  }
  closeAsked(plan)
  const due = reviews.map(({ view }) => noticesDue(view).length)
  planWork(plan, planning)
  reviews.forEach((review, index) => {
    lookForStandIn(review, due[index] ?? 0)
    askForNotice(plan, review)
    noteWhatComes(plan, review)
  })
  return {
    person: dossier.person.id,
    cases: reviews.flatMap((review) => changeOf(review)),
    planned: plan.planned,
    cancelled: plan.cancelled,
    facts: reviews.flatMap((review) => review.facts),
    decisions: reviews.flatMap((review) => review.decisions),
    tasks: plan.tasks.filter((task) => standsAfter(plan, task)),
    ...(plan.settled.length > 0 && { settled: plan.settled }),
  }
}

function planWork(plan: PersonPlan, planning: Planning): void {
  const candidates: Candidate[] = []
  for (const work of plan.reviews.flatMap((review) => workOf(review, planning))) {
    if (work.is === 'task') plan.tasks.push(work.task)
    else candidates.push(work.candidate)
  }
  const today = candidates[0]?.review.view.today
  if (today === undefined) return
  const { now, behind } = takeTurns(candidates, plan.dossier, today)
  const made = now.filter((candidate) => take(plan, candidate))
  for (const candidate of behind) {
    const settled = settleBehind(candidate, { made, all: candidates, dossier: plan.dossier, today })
    if (settled.becomes === 'overtaken') letGo(candidate, settled.by)
    else if (settled.becomes === 'tomorrow') waitForItsTurn(candidate)
    else if (settled.becomes === 'asked' && take(plan, candidate)) made.push(candidate)
  }
}

/** Asks for the step's contact; one that it gets takes the place of older ones that wait. Whether it got one. */
function take(plan: PersonPlan, candidate: Candidate): boolean {
  if (candidate.mandatory && hasMandatoryToday(plan, candidate)) {
    waitForItsTurn(candidate)
    return false
  }
  const replaced = replaceable(plan.dossier, candidate).filter(
    (row) => !plan.cancelled.some((one) => one.contact === row.id),
  )
  if (!planContact(plan, candidate, replaced)) return false
  const by = nameOf(candidate.review.view.file.id, candidate.step.step)
  for (const row of replaced) cancelOvertaken(plan, row, by)
  return true
}

function waitForItsTurn({ review, step }: Candidate): void {
  const { view } = review
  const turn = dayAfter(view, step, view.today)
  rememberOf(review, { is: 'turn', step: step.step, at: turn })
  review.next = Math.min(review.next, turn)
}

function letGo(candidate: Candidate, by: string): void {
  const { review, stage, step, attempt, day } = candidate
  overtake(review, { step: step.step, attempt, day, by })
  const contactKey = { episode: review.view.anchor, step: step.step, attempt }
  const reasons = [decideGround('overtaken', day)]
  review.decisions.push(recordOf(review, { kind: 'dropped', step: step.step, contactKey, reasons }))
  const { view } = review
  const again = stepDue(view, step, view.memory.entries[stage.stage] ?? null, stage.stage)
  if (again.is === 'due') review.next = Math.min(review.next, Math.max(again.at, view.now + MINUTE))
}

/** The opening notice was refused, and another step may stand in for it: at once. */
function lookForStandIn(review: CaseReview, due: number): void {
  if (noticesDue(review.view).length > due) review.next = Math.min(review.next, review.view.now + MINUTE)
}

interface LetGo {
  step: string
  attempt: number
  day: Day
  by: string
}

/** A repetition lets its turns before today go, and comes again. */
function overtake({ view }: CaseReview, { step: name, attempt, day, by }: LetGo): void {
  const { compiled, today } = view
  const every = compiled.stages.flatMap(({ steps }) => steps).find(({ step }) => step === name)?.every?.days
  remember(view, { is: 'again_forgotten', step: name })
  if (every === undefined) remember(view, { is: 'let_go', name, dropped: { on: day, why: 'overtaken', by } })
  else {
    const turns = Math.max(0, Math.floor((daysBetween(day, today) - 1) / every))
    const dropped = { on: addDays(day, turns * every), why: 'overtaken', by } as const
    remember(view, { is: 'let_go', name: `${name}#${attempt}`, dropped })
  }
}

function cancelOvertaken(plan: PersonPlan, row: ContactFile, by: string): void {
  plan.cancelled.push({ contact: row.id, reason: 'overtaken' })
  const review = plan.reviews.find((one) => one.view.file.id === row.case)
  if (!review || row.step === null || row.dueOn === null || row.episode !== review.view.anchor) return
  overtake(review, { step: row.step, attempt: row.attempt ?? 1, day: row.dueOn, by })
  noteCancelled(review, row, 'overtaken')
}

/** What waits and no longer stands is taken back. */
function takeBack(plan: PersonPlan, review: CaseReview): void {
  const taken: ContactFile[] = []
  for (const row of plan.dossier.contacts) {
    if (row.case !== review.view.file.id || (row.state !== 'planned' && row.state !== 'queued')) continue
    const why = whyTakenBack(review, row)
    if (why === null) continue
    taken.push(row)
    plan.cancelled.push({ contact: row.id, reason: why })
    noteCancelled(review, row, why)
  }
  plan.asking.forget(taken)
}

/** A mandatory one outlives its stage, while its case works. */
function whyTakenBack({ closed, to, view }: CaseReview, row: ContactFile): TakenBack | null {
  if (closed !== null || !walksStages(to)) return 'case_rests'
  if (row.episode !== view.anchor) return 'episode_over'
  if (row.stage !== to.stage && !row.mandatory) return 'stage_left'
  const stage = view.compiled.stageByName.get(row.stage ?? '')
  const step = stage?.steps.find((one) => one.step === row.step)
  const stands = stage && step && stillStands(view, step, stage.stage, row.notBefore ?? view.now)
  return stands ? null : 'step_over'
}

type TakenBack = 'stage_left' | 'step_over' | 'episode_over' | 'case_rests'

function noteCancelled(review: CaseReview, row: ContactFile, why: 'overtaken' | TakenBack): void {
  const key = row.episode && row.step && row.attempt
  const contactKey = key
    ? { episode: row.episode ?? '', step: row.step ?? '', attempt: row.attempt ?? 1 }
    : null
  const reasons = [decideGround(why, row.dueOn ?? '')]
  review.decisions.push(recordOf(review, { kind: 'cancelled', step: row.step, contactKey, reasons }))
}

/** A case that was not due and that nothing changed keeps its row. */
function changeOf(review: CaseReview): CaseChange[] {
  const { view, to, moved, closed } = review
  const { file, now } = view
  const due = file.nextReviewAt === null || file.nextReviewAt <= now
  const nextReviewAt = closed ? null : review.next
  const told = review.decisions.length + review.facts.length > 0
  const quiet = !moved && !told && !review.remembered
  if (!due && quiet && file.nextReviewAt === nextReviewAt) return []
  const { strategy } = view.compiled
  return [
    {
      case: file.id,
      version: file.version,
      moved,
      state: to.state,
      stage: to.stage,
      snapshot: snapshotOf(review),
      strategy: strategy.strategy,
      strategyHash: strategy.hash,
      nextReviewAt,
      closed,
      waits: review.waits,
    },
  ]
}

/** What is remembered of the other episodes: since when they are not the case's. */
function left(episodes: CaseSnapshot['episodes'], today: Day): CaseSnapshot['episodes'] {
  const entries = Object.entries(episodes)
  return Object.fromEntries(
    entries.map(([anchor, memory]) => [anchor, memory.leftOn ? memory : { ...memory, leftOn: today }]),
  )
}

/** An anchor that is not past due yet is no episode: the instalment that falls due after a cure is another case. */
function snapshotOf({ view, closed }: CaseReview): CaseSnapshot {
  const { snapshot } = view.file
  if (!isPastDue(view.dpd))
    return closed ? { ...snapshot, episodes: left(snapshot.episodes, view.today) } : snapshot
  const memory = closed ? { ...view.memory, leftOn: view.today } : view.memory
  const episodes = { ...left(snapshot.episodes, view.today), [view.anchor]: memory }
  const others = Object.keys(snapshot.episodes).filter((anchor) => anchor !== view.anchor)
  for (const old of others.sort().slice(0, Math.max(0, others.length + 1 - EPISODES_KEPT)))
    delete episodes[old]
  return {
    episodes,
    lastAnchor: daysBetween(snapshot.lastAnchor, view.anchor) > 0 ? view.anchor : snapshot.lastAnchor,
  }
}
