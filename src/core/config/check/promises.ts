import { nearest } from '../../base/nearest.ts'
import type { Problem } from '../../base/problem.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { PlanType } from '../../model/plan-type.ts'
import { type PromiseType, STANDARD_PROMISE, USUAL_PROMISE } from '../../model/promise-type.ts'
import type { Placed, ScheduleParts } from '../placed.ts'
import { missingLocales } from './languages.ts'

/** What a file says of promises, plans and settlements names steps and texts that exist. */
export function checkPromises(placed: Placed<Strategy>, parts: ScheduleParts): Problem[] {
  const { file, value } = placed
  const idle = Object.entries(value.promises ?? {}).flatMap(([kind, type]) =>
    checkDayOf({ file, path: `promises.${kind}` }, type),
  )
  const named = typesIn(value).flatMap(({ path, steps, remind }) => {
    const at = { file, path }
    return [
      ...Object.entries(steps).flatMap(([field, step]) => checkStep(at, value, field, step)),
      ...checkReminder(at, value, remind, parts),
    ]
  })
  return [...named, ...idle]
}

const LIMITS = ['longest', 'least', 'mostOpen'] as const satisfies (keyof PromiseType)[]

/** Where a file leaves a limit of a promise unsaid, the usual one holds: whoever wrote it is told which. */
export function promiseNotes({ strategies }: Pick<ScheduleParts, 'strategies'>): Problem[] {
  return strategies.flatMap(({ file, value }): Problem[] => {
    const types = value.promises ?? {}
    const named = STANDARD_PROMISE in types ? types : { [STANDARD_PROMISE]: {}, ...types }
    return Object.entries(named).flatMap(([kind, type]): Problem[] => {
      const unsaid = LIMITS.filter((limit) => type[limit] === undefined)
      if (unsaid.length === 0) return []
      const usual = unsaid.map((limit) => `${limit} ${USUAL_WORDS[limit]}`).join(', ')
      const message = `says nothing of some limits of a promise: the usual ones hold (${usual})`
      return [{ code: 'usual_promise_limits', file, path: `promises.${kind}`, message }]
    })
  })
}

const USUAL_WORDS = {
  longest: `${USUAL_PROMISE.longest.days} days`,
  least: `${USUAL_PROMISE.least.share * 100} % of what is past due`,
  mostOpen: `${USUAL_PROMISE.mostOpen}`,
} as const satisfies Record<(typeof LIMITS)[number], string>

/** The names of the steps that become due when a promise, a plan or a settlement is not kept: they need no day of their own. */
export function afterPromises(strategy: Pick<Strategy, 'promises' | 'plans' | 'settlements'>): Set<string> {
  return new Set(typesIn(strategy).flatMap(({ steps }) => Object.values(steps).flatMap((step) => step ?? [])))
}

interface TypeOf {
  path: string
  /** The steps by the field that names them. */
  steps: Record<string, string | undefined>
  remind: PromiseType['remind'] | PlanType['remind']
}

function typesIn({
  promises = {},
  plans = {},
  settlements,
}: Pick<Strategy, 'promises' | 'plans' | 'settlements'>): TypeOf[] {
  return [
    ...Object.entries(promises).map(([kind, { remind, onBroken }]) => {
      return { path: `promises.${kind}`, steps: { onBroken }, remind }
    }),
    ...Object.entries(plans).map(([kind, { remind, onMissed, onBroken }]) => {
      return { path: `plans.${kind}`, steps: { onMissed, onBroken }, remind }
    }),
    ...(settlements
      ? [{ path: 'settlements', steps: { onLapsed: settlements.onLapsed }, remind: settlements.remind }]
      : []),
  ]
}

interface Place {
  file: string
  path: string
}

function checkStep(
  { file, path }: Place,
  { stages }: Strategy,
  field: string,
  named: string | undefined,
): Problem[] {
  const names = stages.flatMap(({ steps }) => steps.map(({ step }) => step))
  if (named === undefined || names.includes(named)) return []
  const meant = nearest(named, names)
  const suggestion = meant ? `did you mean ${meant}?` : 'name a step of this file'
  return [
    {
      code: 'unknown_step',
      file,
      path: `${path}.${field}`,
      message: `there is no step ${named}`,
      suggestion,
    },
  ]
}

/** Nobody is reminded on the day on which he promises. */
function checkDayOf(
  { file, path }: Place,
  { remind, longest = USUAL_PROMISE.longest }: PromiseType,
): Problem[] {
  if (!remind || longest.days > remind.days) return []
  const message = `a promise of ${longest.days} days at most is never reminded of: nobody is on the day on which he promises`
  const suggestion = `longest of ${remind.days + 1} days or more, or no reminder`
  return [{ code: 'idle_reminder', file, path: `${path}.remind.days`, message, suggestion }]
}

function checkReminder(
  { file, path }: Place,
  strategy: Strategy,
  remind: TypeOf['remind'],
  { templates }: ScheduleParts,
): Problem[] {
  if (!remind) return []
  const { template, channel } = remind
  const named = templates.filter(({ value }) => value.template === template)
  const fits = named.filter(({ value }) => value.channel === channel)
  const at = { file, path: `${path}.remind.template` }
  if (fits.length > 0) {
    return missingLocales(strategy, fits, templates).map((locale): Problem => {
      const message = `template ${template} is missing in ${locale}, which other texts of the strategy have`
      const suggestion = `write templates/${locale}/${template}.yaml`
      return { code: 'template_locale', ...at, message, suggestion }
    })
  }
  if (named.length > 0) {
    const message = `template ${template} is for ${named[0]?.value.channel ?? ''}, the reminder is by ${channel}`
    return [{ code: 'template_channel', ...at, message }]
  }
  const suggestion = `write templates/<locale>/${template}.yaml`
  return [{ code: 'unknown_template', ...at, message: `there is no template ${template}`, suggestion }]
}
