import { addDays, type Day, daysBetween, lastDayOf } from '../../base/time.ts'
import type { EpisodeMemory } from '../../model/case-memory.ts'
import type { RefusedContact, Dossier } from '../../model/dossier.ts'
import { askOnce } from '../ask/human.ts'
import { remembered } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { lastAsked, openAsks } from '../step/done.ts'
import { isOpeningDue } from '../ladder/ladder.ts'
import { nameOf } from './turns.ts'
import { effectOf } from '../../model/task-word.ts'
import { isDenied as isDeniedState } from '../../model/contact-state.ts'

const DENIED_TOO_LONG = 7

/** Local days in a row on which a step was refused. */
type Run = EpisodeMemory['denied'][string]

/** The run with one more local day on which the step was refused, however that came about; `runs` = the day before belongs to it. */
export function runWith(before: Run | undefined, day: Day, told?: string): { run: Run; runs: boolean } {
  const runs = before !== undefined && addDays(before.last, 1) === day
  const words = told ?? before?.told
  const run = { from: runs ? before.from : day, last: day, ...(words !== undefined && { told: words }) }
  return { run, runs }
}

/** Whether the step was refused for seven local days running, until now. */
export function isDeniedLong({ memory, today }: CaseView, step: string): boolean {
  const run = memory.denied[step]
  if (!run || run.last < addDays(today, -1)) return false
  return daysBetween(run.from, run.last) >= DENIED_TOO_LONG - 1
}

/** A mandatory or required step that is refused for seven local days running, with this one, is given to a human. */
export function askWhenLong(view: CaseView, name: string, run: Run): Decided[] {
  const { compiled } = view
  if (daysBetween(run.from, run.last) < DENIED_TOO_LONG - 1 || isOpeningDue(view, name)) return []
  const step = compiled.stepByName.get(name)
  const kind = step?.mandatory ? 'mandatory_denied' : compiled.required.has(name) ? 'requires_denied' : null
  if (kind === null) return []
  const reason = `${name}: ${run.told ?? 'denied when it was to be made'}`
  const anew = isToBeAskedAgain(view, name)
  return askOnce(view, { kind, reason, role: 'supervisor', once: `${kind}:${name}`, step: name, anew })
}

/** Whether a human said to wait, and the step was refused for as long once more. */
function isToBeAskedAgain(view: CaseView, step: string): boolean {
  const last = lastAsked(view, step)
  if (!last || !effectOf(last.answer).triesOn || openAsks(view, step).length > 0) return false
  return daysBetween(lastDayOf(view.zones, last.answeredAt ?? 0), view.today) >= DENIED_TOO_LONG
}

/** What was planned and then denied at the send or the claim, in order. */
export function denialsOf({ denied = [] }: Dossier, { case: theCase, anchor }: CaseView): RefusedContact[] {
  return denied
    .filter((one) => isDeniedState(one.state) && one.case === theCase.id && one.episode === anchor)
    .sort((a, b) => a.changedAt - b.changedAt)
}

/** It was denied on that day as well. */
export function noteDenial(view: CaseView, { step, changedAt }: RefusedContact): Decided[] {
  const day = lastDayOf(view.zones, changedAt)
  const before = view.memory.denied[step]
  if (before !== undefined && before.last >= day) return []
  const { run } = runWith(before, day)
  return [remembered(view, { is: 'refused', step, run }), ...askWhenLong(view, step, run)]
}

/** Steps that were let go for a newer one, of whatever case of the person, which was then denied itself. */
export function restoreRefused(dossier: Dossier, view: CaseView): Decided[] {
  return Object.entries(view.memory.dropped)
    .filter(([, { by }]) => by !== undefined && isDenied(dossier, by))
    .map(([name]) => remembered(view, { is: 'brought_back', name }))
}

/** Whether the contact was denied, and was not made or planned again since. */
function isDenied({ denied = [], contacts }: Dossier, name: string): boolean {
  return denied.some(
    (one) =>
      isDeniedState(one.state) &&
      nameOf(one.case, one.step) === name &&
      !contacts.some(
        (row) =>
          row.case === one.case &&
          row.step === one.step &&
          (row.at ?? row.notBefore ?? one.changedAt) >= one.changedAt,
      ),
  )
}
