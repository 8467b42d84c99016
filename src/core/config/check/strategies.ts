import { isCurrency, minorDigits } from '../../base/money.ts'
import type { Problem } from '../../base/problem.ts'
import { caseMachine } from '../../machine/case-machine.ts'
import { type Placed, repeated, saidTwice, type ScheduleParts } from '../placed.ts'
import { RISK_BANDS, type Strategy } from '../../model/strategy.ts'

/** What concerns a strategy as a whole, and the strategies among themselves. */
export function checkStrategies({ strategies }: ScheduleParts): Problem[] {
  const named = { code: 'duplicate_strategy', path: 'strategy' }
  const twice = saidTwice(strategies, ({ strategy }) => strategy, named)
  const priorities = repeated(strategies, ({ value }) => String(value.priority)).map(
    ({ item, name }): Problem => {
      const message = `another strategy has priority ${name} too: nobody could say which takes an account`
      return { code: 'duplicate_priority', file: item.file, path: 'priority', message }
    },
  )
  return [...twice, ...priorities, ...strategies.flatMap(checkOne)]
}

function checkOne(placed: Placed<Strategy>): Problem[] {
  return [...checkRisk(placed), ...checkMoney(placed), ...checkRegions(placed), ...checkMachine(placed)]
}

/** Bands from 0 to 1 without gap or overlap. */
function checkRisk({ file, value }: Placed<Strategy>): Problem[] {
  const problems: Problem[] = []
  let end = 0
  for (const band of RISK_BANDS) {
    const [from, to] = value.risk[band]
    const path = `risk.${band}`
    if (from > to) problems.push({ code: 'risk_order', file, path, message: `${from} lies behind ${to}` })
    if (from > end) {
      const message = `scores from ${end} to ${from} are in no band`
      problems.push({ code: 'risk_gap', file, path, message, suggestion: `begin ${band} at ${end}` })
    }
    if (from < end) {
      const message = `scores from ${from} to ${end} are in two bands`
      problems.push({ code: 'risk_overlap', file, path, message, suggestion: `begin ${band} at ${end}` })
    }
    end = Math.max(end, to)
  }
  if (end < 1) {
    const message = `scores from ${end} to 1 are in no band`
    problems.push({ code: 'risk_gap', file, path: 'risk.high', message, suggestion: 'end high at 1' })
  }
  return problems
}

function checkMoney({ file, value }: Placed<Strategy>): Problem[] {
  const { currency } = value.applies
  if (currency === undefined) return []
  if (!isCurrency(currency)) {
    const message = `${currency} is no ISO 4217 currency`
    return [{ code: 'unknown_currency', file, path: 'applies.currency', message }]
  }
  const places = minorDigits(currency)
  return moneyOf(value)
    .filter(([, amount]) => (amount.split('.')[1] ?? '').length > places)
    .map(([path, amount]): Problem => {
      return {
        code: 'amount_digits',
        file,
        path,
        message: `${currency} has ${places} digits behind the point, not ${amount}`,
      }
    })
}

/** Every amount that a strategy names, with its path. */
export function moneyOf(strategy: Strategy): [string, string][] {
  const found: [string, string | undefined][] = [['open.pastDue', strategy.open.pastDue]]
  for (const [kind, { least }] of Object.entries(strategy.promises ?? {}))
    if (typeof least === 'string') found.push([`promises.${kind}.least`, least])
  for (const [kind, { least }] of Object.entries(strategy.plans ?? {}))
    if (typeof least === 'string') found.push([`plans.${kind}.least`, least])
  for (const [index, stage] of strategy.stages.entries()) {
    found.push([`stages[${index}].from.pastDue`, stage.from.pastDue])
    for (const [at, step] of stage.steps.entries()) {
      found.push([`stages[${index}].steps[${at}].pastDue`, step.pastDue])
    }
  }
  return found.flatMap(([path, amount]) => (amount === undefined ? [] : [[path, amount]]))
}

function checkRegions({ file, value }: Placed<Strategy>): Problem[] {
  return (value.applies.region ?? []).flatMap((region, index): Problem[] => {
    if (/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region)) return []
    const message = `${region} is no ISO 3166 country or subdivision, such as CN or US-NY`
    return [{ code: 'bad_region', file, path: `applies.region[${index}]`, message }]
  })
}

/** The machine is built and walked whole, as it is when the strategy is loaded. */
function checkMachine({ file, value }: Placed<Strategy>): Problem[] {
  if (new Set(value.stages.map(({ stage }) => stage)).size < value.stages.length) return []
  try {
    caseMachine(value)
    return []
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the machine cannot be built'
    return [{ code: 'machine', file, path: 'stages', message }]
  }
}
