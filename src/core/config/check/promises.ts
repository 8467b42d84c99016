import { nearest } from '../../base/nearest.ts'
import type { Problem } from '../../base/problem.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { PromiseType } from '../../model/promise-type.ts'
import type { Placed, ScheduleParts } from '../placed.ts'

/** What a file says of promises names steps and texts that exist. */
export function checkPromises(placed: Placed<Strategy>, parts: ScheduleParts): Problem[] {
  const { file, value } = placed
  return Object.entries(value.promises ?? {}).flatMap(([kind, type]) => {
    const at = { file, path: `promises.${kind}` }
    return [...checkStep(at, value, type), ...checkReminder(at, type, parts)]
  })
}

/** The names of the steps that become due when a promise is not kept: they need no day of their own. */
export function afterPromises({ promises = {} }: Pick<Strategy, 'promises'>): Set<string> {
  return new Set(Object.values(promises).flatMap(({ onBroken }) => onBroken ?? []))
}

interface Place {
  file: string
  path: string
}

function checkStep({ file, path }: Place, { stages }: Strategy, { onBroken }: PromiseType): Problem[] {
  const names = stages.flatMap(({ steps }) => steps.map(({ step }) => step))
  if (onBroken === undefined || names.includes(onBroken)) return []
  const meant = nearest(onBroken, names)
  const suggestion = meant ? `did you mean ${meant}?` : 'name a step of this file'
  const message = `there is no step ${onBroken}`
  return [{ code: 'unknown_step', file, path: `${path}.onBroken`, message, suggestion }]
}

function checkReminder(
  { file, path }: Place,
  { remind }: PromiseType,
  { templates }: ScheduleParts,
): Problem[] {
  if (!remind) return []
  const { template, channel } = remind
  const named = templates.filter(({ value }) => value.template === template)
  if (named.some(({ value }) => value.channel === channel)) return []
  const at = { file, path: `${path}.remind.template` }
  if (named.length > 0) {
    const message = `template ${template} is for ${named[0]?.value.channel ?? ''}, the reminder is by ${channel}`
    return [{ code: 'template_channel', ...at, message }]
  }
  const suggestion = `write templates/<locale>/${template}.yaml`
  return [{ code: 'unknown_template', ...at, message: `there is no template ${template}`, suggestion }]
}
