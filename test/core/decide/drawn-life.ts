import { addDays, DAY_MS, HOUR, type Instant, isoOf } from '../../../src/core/base/time.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'
import type { DossierAccount } from '../../../src/core/model/dossier.ts'
import type { PersonDecision } from '../../../src/core/model/decision.ts'
import type { AccountId } from '../../../src/core/base/id.ts'
import { accountOf, at, caseOf, dossierOf, holdOf, promiseOf } from './build.ts'
import { always, defersTo, denies, type Law, planningOf } from './law.ts'
import { Life } from './life.ts'

/** A person with two accounts lives through what dice bring: payments, moved due dates, holds, wishes, promises, scores, refusals, answers, days on which nothing works. The same one for each seed; every decision as a line. */
export function drawnLife(strategies: readonly Strategy[], seed: number): string[] {
  const dice = diceOf(seed)
  const strategy = strategies[dice(strategies.length)]
  if (!strategy) return []
  const accounts = [accountOf(drawnAccount(dice)), accountOf({ ...drawnAccount(dice), ...SECOND })]
  const cases = accounts.map(({ id }) => caseOf(strategy, { id: id as never, account: id }))
  const told = dice(3) === 0
  const dossier = dossierOf({ accounts, cases })
  const life = new Life(
    told ? dossier : { ...dossier, contacts: [] },
    planningOf([strategy], dice(2) === 0 ? hours : undefined),
  )
  let now = at('2026-03-02 00:05')
  const end = at('2026-07-20')
  while (now < end) {
    const next = Math.min(end, now + (1 + dice(9)) * DAY_MS + dice(24) * HOUR)
    if (dice(12) !== 0) life.live(now, next - HOUR)
    happen(life, dice, next)
    life.review(next, dice(20) === 0)
    now = next + HOUR
  }
  return life.decisions.flatMap(linesOf)
}

const SECOND = { id: 2 as AccountId, externalId: 'A2' }

function drawnAccount(dice: Dice): Partial<DossierAccount> {
  return {
    anchor: addDays('2026-03-01', -dice(4) * dice(25)),
    score: [null, 0.1, 0.3, 0.9][dice(4)] ?? null,
    pastDue: [5_000, 40_000, 200_000][dice(3)] ?? 0,
  }
}

const hours: Law = ({ at: when }, history) => {
  const midnight = Math.floor(when / DAY_MS) * DAY_MS
  const opens = midnight + 8 * HOUR
  if (Math.floor(when / DAY_MS) % 11 === 0) return denies('CLOSED-DAY')
  if (when < opens) return defersTo(opens)
  const today = history.filter((one) => one.at >= midnight && one.at < midnight + DAY_MS).length
  if (when >= midnight + 20 * HOUR || today >= 3) return defersTo(opens + DAY_MS)
  return { ...always, until: midnight + 20 * HOUR }
}

function happen(life: Life, dice: Dice, now: Instant): void {
  const { accounts, holds, promises } = life.dossier
  const change = (more: Partial<DossierAccount>) =>
    life.change({ accounts: accounts.map((one) => (one.id === 1 + dice(2) ? { ...one, ...more } : one)) })
  const today = isoOf(now).slice(0, 10)
  const kinds: (() => void)[] = [
    () => change({ pastDue: [0, 500, 999, 1_000, 5_000, 40_000, 200_000][dice(7)] ?? 0 }),
    () => change({ anchor: addDays(today, -dice(90)) }),
    () => change({ score: [null, 0.1, 0.2, 0.3, 0.5, 0.9, 1][dice(7)] ?? null }),
    () => change({ received: [{ at: now, recordedAt: now, amount: 1_000 * (1 + dice(9)) }] }),
    () =>
      life.change({ holds: [...holds, holdOf({ from: now, kind: dice(3) === 0 ? 'cease' : 'dispute' })] }),
    () => life.change({ holds: [...holds, holdOf({ from: now, reason: 'feed_stale', kind: 'hold' })] }),
    () => life.change({ holds: holds.map((one) => ({ ...one, lifted: one.lifted ?? now })) }),
    () => life.change({ holds: holds.map((one) => ({ ...one, lifted: one.lifted ?? now })) }),
    () => {
      const [externalId, by] = [`P${promises.length}`, addDays(today, dice(9))]
      life.change({ promises: [...promises, promiseOf({ externalId, madeAt: now, by })] })
    },
    () => life.change({ promises: promises.map((one) => ({ ...one, cancelled: true })) }),
    () => change({ collection: 'ended', endedReason: ENDS[dice(ENDS.length)] ?? null }),
    () => change({ collection: 'active', endedReason: null }),
    () => change({ collection: 'active', endedReason: null }),
    () => answerOne(life, dice, now),
    () => answerOne(life, dice, now),
    () => failOne(life, dice),
    () => {},
    () => {},
  ]
  kinds[dice(kinds.length)]?.()
}

const ENDS = ['placed', 'placed', 'placed', 'sold', 'settled', 'charged_off', null]

function answerOne(life: Life, dice: Dice, now: Instant): void {
  const open = (life.dossier.asked ?? []).find(({ answer, step }) => answer === null && step !== null)
  const word = ['done', 'waived', 'not_done', 'wait'][dice(4)] ?? 'done'
  if (open?.step) life.resolve(open.step, word, now)
}

/** The last message or call turns out otherwise than it seemed. */
function failOne(life: Life, dice: Dice): void {
  const { contacts } = life.dossier
  const last = contacts.findLast(({ step, state }) => step !== null && state === 'sent')
  const task = last?.channel === 'call' || last?.channel === 'visit'
  const other = task
    ? ({ disposition: (['busy', 'rpc_refused', 'no_answer'] as const)[dice(3)] ?? null } as const)
    : ({ state: 'failed', outcome: 'failed' } as const)
  life.change({ contacts: contacts.map((one) => (one === last ? { ...one, ...other } : one)) })
}

function linesOf({
  cases,
  facts,
  decisions,
  planned,
  cancelled,
  tasks,
  answered = [],
}: PersonDecision): string[] {
  return [
    ...cases.map(({ snapshot, strategyHash: _hash, ...one }) => JSON.stringify([one, snapshot])),
    ...facts.map((one) => JSON.stringify(one)),
    ...decisions.map(({ reasons, ...one }) =>
      JSON.stringify([one, reasons.map(({ rule, text }) => [rule, text])]),
    ),
    ...planned.map((one) => JSON.stringify(one)),
    ...cancelled.map((one) => JSON.stringify(one)),
    ...tasks.map((one) => JSON.stringify(one)),
    ...answered.map((one) => JSON.stringify(one)),
  ]
}

type Dice = (below: number) => number

/** A whole number below the given one, from a linear congruential generator (Numerical Recipes). */
function diceOf(seed: number): Dice {
  let state = Math.imul(seed + 1, 2654435761) >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
