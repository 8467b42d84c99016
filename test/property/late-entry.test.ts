import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/core/base/time.ts'
import { RISK_BANDS, type RiskBand, type Step, type Strategy } from '../../src/core/model/strategy.ts'
import { compiledStrategy } from '../../src/core/decide/case/compiled.ts'
import { nextContactDay, noticeSteps, openingRules } from '../../src/core/decide/ladder/opening.ts'
import { rehearse, type RehearsedStep } from '../../src/core/decide/rehearse/rehearse.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { LADDERS } from './ladders.ts'

const shipped = loadSchedules('schedules').schedules?.strategies ?? []
const strategies: Strategy[] = [...shipped, ...LADDERS]
const LONGEST = 400
/** `LATE_ENTRIES=all`: every day past due, band and weekday. */
const EVERY = process.env['LATE_ENTRIES'] === 'all'
const RUNS = 150

interface Life {
  strategy: Strategy
  band: RiskBand
  entry: number
  weekday: number
}

/** What is wrong with what a case lives through; empty = nothing. */
function faultsOf({ strategy, band, entry, weekday }: Life): string[] {
  const from = addDays('2026-01-05', weekday)
  const lived = rehearse({ strategy, band, entry, days: LONGEST, from })
  const rules = openingRules(strategy, band)
  const [opening] = noticeSteps(rules, () => true)
  const contacts = lived.filter(({ channel }) => channel !== 'human')
  const [first, second] = contacts
  if (!opening || !first) return ['no contact at all']
  const faults: string[] = []
  if (first.step !== opening.step.step) faults.push(`the first contact is ${first.step}`)
  const late = first.dpd > Math.max(opening.day, strategy.open.dpd)
  const next = nextContactDay(rules, opening, () => true)
  const respite = Math.max(strategy.lateEntry?.respite?.days ?? 3, next === null ? 0 : next - opening.day)
  if (late && second && second.dpd < first.dpd + respite) faults.push(`${second.step} in the respite`)
  const hard = lived.find((one) => isHard(one, rules.final) && one.dpd < first.dpd + (late ? respite : 0))
  if (hard) faults.push(`${hard.step} before the respite ends`)
  faults.push(...tooNear(contacts.slice(late ? 1 : 0), rules))
  if (lived.at(-1)?.channel !== 'human') faults.push('it ends in no task')
  if (!late) faults.push(...offTheFile(contacts, rules))
  return faults.map((fault) => `${strategy.strategy} ${band} from ${entry} on weekday ${weekday}: ${fault}`)
}

function isHard({ step, channel }: RehearsedStep, final: ReadonlySet<string>): boolean {
  return channel === 'visit' || final.has(step)
}

/** The first attempts of steps are at least as far apart as in the file. */
function tooNear(contacts: readonly RehearsedStep[], { filed }: ReturnType<typeof openingRules>): string[] {
  const seen = new Set<string>()
  const firsts = contacts.filter(({ step }) => !seen.has(step) && seen.add(step))
  const dayOf = (name: string) => filed.find(({ step }) => step.step === name)?.day ?? 0
  return firsts.flatMap((one, index) => {
    const before = firsts[index - 1]
    if (!before) return []
    const [lived, stated] = [one.dpd - before.dpd, dayOf(one.step) - dayOf(before.step)]
    return lived < stated ? [`${one.step} ${lived} days after ${before.step}, not ${stated}`] : []
  })
}

/** Every step that names its day is made on that day, where the notice was made on its own day. */
function offTheFile(
  contacts: readonly RehearsedStep[],
  { filed }: ReturnType<typeof openingRules>,
): string[] {
  return filed.flatMap(({ step, day }) => {
    const lived = contacts.find((one) => one.step === step.step)
    return lived && namesDay(step) && lived.dpd !== day ? [`${step.step} on ${lived.dpd}, not ${day}`] : []
  })
}

function namesDay({ dpd, mandatory }: Step): boolean {
  return dpd !== undefined && mandatory !== true
}

describe('an account that first comes on any day past due', () => {
  it('the strategies can be walked', () => {
    expect(strategies.length).toBe(shipped.length + 5)
    for (const strategy of strategies) expect(() => compiledStrategy(strategy)).not.toThrow()
  })

  it('an account hears the opening step first, rests, keeps the distances of the file, and ends in a task', () => {
    if (EVERY) return expect(everyLife().flatMap(faultsOf)).toEqual([])
    const life = fc.record({
      strategy: fc.constantFrom(...strategies),
      band: fc.constantFrom(...RISK_BANDS),
      entry: fc.integer({ min: 0, max: 400 }),
      weekday: fc.integer({ min: 0, max: 6 }),
    })
    fc.assert(
      fc.property(life, (given) => {
        expect(faultsOf(given)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  }, 900_000)
})

function everyLife(): Life[] {
  const lives: Life[] = []
  for (const strategy of strategies)
    for (const band of RISK_BANDS)
      for (let entry = 0; entry <= 400; entry++) lives.push({ strategy, band, entry, weekday: entry % 7 })
  return lives
}
