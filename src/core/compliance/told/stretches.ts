import { addDays, dayOf, HOUR, type Instant, instantAt, type Zone } from '../../base/time.ts'
import { judgeAt, type Judgement, type PermitOptions } from '../judgement.ts'
import { type Law, type LegalRule, rulesFor } from '../pack/law.ts'
import { postponed } from '../permit.ts'
import type { Circumstances, Question } from '../../model/question.ts'
import type { Reason } from '../../model/verdict.ts'

/** A stretch of time in which the law says the same about one contact; nothing refuses = it may begin at any instant of it. */
export interface LegalStretch {
  from: Instant
  /** The end, which is excluded. */
  until: Instant
  refusals: Reason[]
}

export interface Period {
  from: Instant
  until: Instant
}

/** What the law says over a period, to the millisecond: asked anew wherever the answer can turn, at the edge of a window, a local midnight, the end of a refusal, the dates of history and evidence. */
export function legalStretches(
  question: Question,
  file: Circumstances,
  law: Law,
  { from, until, ...options }: Period & PermitOptions,
): LegalStretch[] {
  const turns = turnsOf(rulesAbout(question, file, law, options), file, { from, until })
  const stretches: LegalStretch[] = []
  let next = 0
  for (let at = from; at < until; ) {
    const judged = judgeAt(postponed(question, at, file), file, law, options)
    while ((turns[next] ?? Infinity) <= at) next++
    const end = Math.min(turns[next] ?? until, nextEdge(judged, at), until)
    const last = stretches.at(-1)
    if (last && sameRules(last.refusals, judged.refusals)) last.until = end
    else stretches.push({ from: at, until: end, refusals: judged.refusals })
    at = end
  }
  return stretches
}

/** The instant at which the open hours end, or a refusal lets go. */
function nextEdge({ refusals, closes }: Judgement, at: Instant): Instant {
  const edges = [closes, ...refusals.map(({ liftsAt }) => liftsAt ?? Infinity)]
  return Math.min(...edges.filter((edge) => edge > at))
}

function sameRules(some: readonly Reason[], others: readonly Reason[]): boolean {
  return nameOf(some) === nameOf(others)
}

function nameOf(reasons: readonly Reason[]): string {
  return reasons.map(({ rule, pack, liftsAt }) => `${pack}/${rule}/${liftsAt}`).join()
}

function rulesAbout(
  question: Question,
  file: Circumstances,
  law: Law,
  { packs, enable }: PermitOptions,
): readonly LegalRule[] {
  const { actor, product, channel } = question
  const asked = { regions: file.regions, actor, product, channel }
  return rulesFor(law, { ...asked, ...(packs && { packs }), ...(enable && { enable }) })
}

/** Instants, beyond what each answer names itself, at which another answer may begin. */
function turnsOf(rules: readonly LegalRule[], file: Circumstances, { from, until }: Period): Instant[] {
  const zones = new Set([...file.zones, ...rules.flatMap(({ terms }) => terms.zone ?? [])])
  const hours = hoursNamed(rules)
  const turns = new Set([...zones].flatMap((zone) => midnights(zone, { from, until })))
  for (const at of datesOf(file)) {
    for (const lag of hours) for (const turn of [at - lag, at + lag, at + lag + 1]) turns.add(turn)
  }
  return [...turns].filter((turn) => turn > from && turn < until).sort((a, b) => a - b)
}

function midnights(zone: Zone, { from, until }: Period): Instant[] {
  const instants: Instant[] = []
  for (let day = addDays(dayOf(zone, from), 1); ; day = addDays(day, 1)) {
    const at = instantAt(zone, day)
    if (at >= until) return instants
    instants.push(at)
  }
}

function datesOf({ history, evidence, statuses }: Circumstances): Set<Instant> {
  return new Set([
    ...history.map(({ at }) => at),
    ...evidence.flatMap(({ at, until }) => [at, ...(until === null ? [] : [until])]),
    ...statuses.flatMap(({ at, lifted }) => [at, ...(lifted === null ? [] : [lifted])]),
  ])
}

/** Elapsed times that the rules' parameters and the keys of their packs name, in milliseconds, and none; dates are asked about at midnight. */
function hoursNamed(rules: readonly LegalRule[]): Set<number> {
  const found = new Set([0])
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'hours' && typeof inner === 'number') found.add(inner * HOUR)
      else walk(inner)
    }
  }
  for (const { rule } of rules) walk(rule.parameters)
  for (const keys of new Set(rules.map(({ pack }) => pack.keys))) walk(keys)
  return found
}
