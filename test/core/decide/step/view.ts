import type { CaseId, ContactId } from '../../../../src/core/base/id.ts'
import { compiledStrategy } from '../../../../src/core/decide/case/compiled.ts'
import { viewOf } from '../../../../src/core/decide/case/view-of.ts'
import type { CaseView } from '../../../../src/core/decide/case/view.ts'
import { stepDue } from '../../../../src/core/decide/step/due.ts'
import type { EpisodeMemory } from '../../../../src/core/model/case-memory.ts'
import type { Dossier, DossierCase, DossierContact } from '../../../../src/core/model/dossier.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, holdOf, strategyOf } from '../build.ts'

/** One case of one strategy, as a review sees it; what is special is said by the test. */
const sms = (step: string, more: Record<string, unknown>) => ({
  step,
  channel: 'sms',
  template: step,
  at: '10:00',
  ...more,
})
const stages = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [
      sms('hello', { dpd: 5 }),
      sms('often', { dpd: 2, every: { days: 3 }, max: 4 }),
      sms('must', { dpd: 3, mandatory: true }),
      sms('rest', { dpd: 6, unless: { reached: { days: 3 } } }),
      sms('till', { dpd: 6, until: ['promise', 'paid_part', 'reached', 'refused'] }),
      sms('rich', { dpd: 6, pastDue: '200.00' }),
      sms('risky', { dpd: 6, risk: ['high'] }),
      {
        step: 'call',
        channel: 'call',
        script: 'call',
        dpd: 6,
        at: '11:00',
        retry: { after: { minutes: 30 }, max: 2 },
      },
      { step: 'post', channel: 'human', task: 'Post a letter', dpd: 6, at: '09:00' },
    ],
  },
  { stage: 'two', from: { dpd: 60 }, steps: [] },
]

export interface World {
  now?: string
  memory?: Partial<EpisodeMemory>
  contacts?: DossierContact[]
  mode?: string
  more?: Partial<Dossier>
  account?: Parameters<typeof accountOf>[0]
  /** What its strategy says otherwise. */
  strategy?: Record<string, unknown>
  /** What the row of the case says otherwise. */
  row?: Partial<DossierCase>
  /** False = nobody has told the debtor of the debt. */
  told?: false
}

export function viewIn({
  now = '2026-03-10 12:00',
  memory = {},
  contacts = [],
  mode,
  more,
  account,
  strategy: given,
  row,
  told,
}: World): CaseView {
  const strategy = strategyOf({ stages, ...(mode !== undefined && { mode }), ...given })
  const entries = { one: '2026-03-02' }
  const file = caseOf(strategy, {
    state: 'working',
    stage: 'one',
    snapshot: {
      episodes: { '2026-03-01': { entries, dropped: {}, denied: {}, ...memory } },
      lastAnchor: '2026-03-01',
    },
    ...row,
  })
  const own = accountOf(account)
  const known = dossierOf({ accounts: [own], cases: [file], contacts, ...more })
  const dossier = told === false ? { ...known, contacts } : known
  return viewOf(dossier, { file, account: own, compiled: compiledStrategy(strategy) }, at(now))
}

export function stepOf({ compiled }: CaseView, name: string) {
  const step = compiled.stepByName.get(name)
  if (!step) throw new Error(`no step ${name}`)
  return step
}

/** `due 2026-03-06T10:00 #1`, with what is later than its own time. */
export function due(name: string, world: World = {}): string {
  const view = viewIn(world)
  const step = stepDue(view, stepOf(view, name), view.memory.entries['one'] ?? null, 'one')
  if (step.is === 'passed') return `passed ${step.day}`
  if (step.is !== 'due') return step.is
  const short = (instant: number) =>
    Number.isFinite(instant) ? new Date(instant).toISOString().slice(5, 16) : String(instant)
  const { since, at: from, rest, day, attempt } = step
  return [
    `due ${short(since)}`,
    from === since ? '' : ` from ${short(from)}`,
    rest === from ? '' : ` rests ${short(rest)}`,
    short(since).slice(0, 5) === day.slice(5) ? '' : ` on ${day}`,
    ` #${attempt}`,
  ].join('')
}

export const sent = (step: string, when: string, more: Partial<DossierContact> = {}) =>
  contactOf({ step, at: at(when), ...more })
export const spoke = (when: string, more: Partial<DossierContact> = {}) =>
  contactOf({ id: 910 as ContactId, channel: 'call', disposition: 'rpc_paid', at: at(when), ...more })

/** The case is in its stage since that day, or since that instant of it. */
export function entered(day: string, time?: string): World {
  return {
    memory: {
      entries: { one: day },
      ...(time !== undefined && { enteredAt: { one: at(`${day} ${time}`) } }),
    },
  }
}

/** What came of planning the first step. */
export function refused(state: 'denied' | 'expired', when: string, more: Record<string, unknown> = {}) {
  return { case: 1 as CaseId, episode: '2026-03-01', step: 'hello', state, changedAt: at(when), ...more }
}

export function held(from: string): World {
  return { more: { holds: [holdOf({ from: at(from), until: '2026-03-07' })] } }
}
