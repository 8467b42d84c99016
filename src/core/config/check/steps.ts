import type { Problem } from '../../base/problem.ts'
import { contactKind, isByPerson, isContactChannel, taskKind } from '../../channel/channel.ts'
import { firstDpd } from '../../machine/stage-days.ts'
import { meaningOf } from '../../channel/disposition.ts'
import { nearest } from '../../base/nearest.ts'
import { missingLocales } from './languages.ts'
import { afterPromises } from './promises.ts'
import { type Placed, repeated, type ScheduleParts } from '../placed.ts'
import { RISK_BANDS, type Stage, type Step, type Strategy } from '../../model/strategy.ts'

interface StepPlace {
  file: string
  path: string
  strategy: Strategy
  stage: Stage
  /** The number of the stage in the strategy. */
  index: number
  step: Step
}

/** Each step: its day, its limits, its text, and whether anybody can ever get there. */
export function checkSteps(placed: Placed<Strategy>, parts: ScheduleParts): Problem[] {
  const steps = placesOf(placed)
  const twice = repeated(steps, ({ step }) => step.step).map(({ item, name }) =>
    problemOf(
      item,
      'step',
      'duplicate_step',
      `step ${name} is there twice: attempts are counted by its name`,
    ),
  )
  return [
    ...twice,
    ...steps.flatMap((place) => [
      ...checkDay(place),
      ...checkLimits(place),
      ...checkDoneBy(place),
      ...checkWords(place, parts),
      ...checkReach(place),
    ]),
  ]
}

function placesOf({ file, value }: Placed<Strategy>): StepPlace[] {
  return value.stages.flatMap((stage, index) =>
    stage.steps.map((step, at) => {
      return { file, path: `stages[${index}].steps[${at}]`, strategy: value, stage, index, step }
    }),
  )
}

function checkDay(place: StepPlace): Problem[] {
  const { dpd, after } = place.step
  if (dpd === undefined && after === undefined) {
    if (afterPromises(place.strategy).has(place.step.step)) return []
    const suggestion = 'give dpd, or after: { days: n }'
    return [
      problemOf(place, '', 'step_no_day', 'says neither dpd nor after: on which day is it due?', suggestion),
    ]
  }
  if (dpd === undefined || after === undefined) return []
  return [
    problemOf(place, 'after', 'step_two_days', 'has both dpd and after: which of them holds?', 'keep one'),
  ]
}

function checkLimits(place: StepPlace): Problem[] {
  const { every, max, channel } = place.step
  const problems: Problem[] = []
  if (!isContactChannel(channel) && (every || max !== undefined)) {
    problems.push(problemOf(place, every ? 'every' : 'max', 'human_repeats', 'a human task is opened once'))
  } else if (every && max === undefined) {
    const suggestion = 'add max: how many attempts at most'
    problems.push(problemOf(place, 'every', 'missing_max', 'repeats without a limit', suggestion))
  } else if (!every && max !== undefined && max > 1) {
    const suggestion = 'add every: { days: n }'
    problems.push(
      problemOf(place, 'max', 'missing_every', `up to ${max} attempts, but how far apart?`, suggestion),
    )
  }
  if (place.step.retry && !mayNotGetThrough(channel)) {
    const message = `a step by ${channel} always gets through or fails: only a call finds a line busy`
    problems.push(problemOf(place, 'retry', 'retry_channel', message, 'leave retry out'))
  }
  return problems
}

/** What makes a call or a visit done must be able to: a busy line is no attempt. */
function checkDoneBy(place: StepPlace): Problem[] {
  const { doneBy, channel } = place.step
  if (!doneBy) return []
  if (!isByPerson(channel)) {
    const message = `a step by ${channel} has no dispositions: it is done when it was delivered or answered`
    return [problemOf(place, 'doneBy', 'done_by_channel', message, 'leave doneBy out')]
  }
  return doneBy
    .filter((disposition) => !meaningOf(disposition).attempt)
    .map((disposition) =>
      problemOf(
        place,
        'doneBy',
        'done_by_no_attempt',
        `${disposition} is no attempt: it never makes a step done`,
      ),
    )
}

/** Only a call finds a line busy. */
function mayNotGetThrough(channel: Step['channel']): boolean {
  return isByPerson(channel) && taskKind(channel).mayNotGetThrough
}

const OF_A_TASK = { needs: 'task', never: ['template', 'script'] } as const

function checkWords(place: StepPlace, parts: ScheduleParts): Problem[] {
  const { step } = place
  const { needs, never } = isContactChannel(step.channel) ? contactKind(step.channel).text : OF_A_TASK
  const problems: Problem[] = []
  if (needs && step[needs] === undefined) {
    problems.push(problemOf(place, needs, 'missing_text', `a step by ${step.channel} needs ${needs}`))
  }
  for (const key of never) {
    if (step[key] === undefined) continue
    problems.push(problemOf(place, key, 'wrong_text', `a step by ${step.channel} has no ${key}`))
  }
  const key = step.template === undefined ? 'script' : 'template'
  const name = isContactChannel(step.channel) ? step[key] : undefined
  return name === undefined ? problems : [...problems, ...checkTemplate(place, key, name, parts)]
}

function checkTemplate(place: StepPlace, key: string, name: string, { templates }: ScheduleParts): Problem[] {
  const { channel } = place.step
  const named = templates.filter(({ value }) => value.template === name)
  const fits = named.filter(({ value }) => value.channel === channel)
  if (named.length === 0) {
    const known = templates
      .filter(({ value }) => value.channel === channel)
      .map(({ value }) => value.template)
    const meant = nearest(name, known)
    const suggestion = meant ? `did you mean ${meant}?` : `write templates/<locale>/${name}.yaml`
    return [problemOf(place, key, 'unknown_template', `there is no template ${name}`, suggestion)]
  }
  if (fits.length === 0) {
    const is = named[0]?.value.channel ?? ''
    return [
      problemOf(place, key, 'template_channel', `template ${name} is for ${is}, the step is by ${channel}`),
    ]
  }
  return missingLocales(place.strategy, fits, templates).map((locale) => {
    const suggestion = `write templates/${locale}/${name}.yaml`
    const message = `template ${name} is missing in ${locale}, which other texts of the strategy have`
    return problemOf(place, key, 'template_locale', message, suggestion)
  })
}

/** The day of a step lies inside the stage for some risk band; a mandatory step keeps the case there. */
function checkReach(place: StepPlace): Problem[] {
  const { step, stage } = place
  const bands = RISK_BANDS.filter(
    (band) => firstDpd(stage, band) !== null && (step.risk?.includes(band) ?? true),
  )
  if (bands.length === 0) {
    const message = `no case in ${stage.stage} is of risk ${step.risk?.join(', ') ?? ''}`
    return [problemOf(place, 'risk', 'unreachable_step', message)]
  }
  const { dpd } = step
  if (dpd === undefined || step.mandatory) return []
  const early = bands.every((band) => dpd < (firstDpd(stage, band) ?? 0))
  if (early && !step.every) {
    const message = `${dpd} days past due lies before ${stage.stage} begins: it is always passed`
    return [
      problemOf(
        place,
        'dpd',
        'unreachable_step',
        message,
        'move it to an earlier stage, or make it mandatory',
      ),
    ]
  }
  const ends = bands.map((band) => endOf(place, band))
  if (!ends.every((end) => dpd >= end)) return []
  const message = `at ${dpd} days past due the case has left ${stage.stage}`
  return [
    problemOf(place, 'dpd', 'unreachable_step', message, 'move it to a later stage, or make it mandatory'),
  ]
}

/** The first day on which a case of the band is in a later stage whatever it owes and did. */
function endOf({ strategy, index }: StepPlace, band: (typeof RISK_BANDS)[number]): number {
  const later = strategy.stages
    .slice(index + 1)
    .filter(({ from, requires }) => from.pastDue === undefined && requires === undefined)
  return Math.min(...later.map((stage) => firstDpd(stage, band) ?? Infinity))
}

function problemOf(
  place: StepPlace,
  key: string,
  code: string,
  message: string,
  suggestion?: string,
): Problem {
  const path = key === '' ? place.path : `${place.path}.${key}`
  return { code, file: place.file, path, message, ...(suggestion && { suggestion }) }
}
