import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '../../core/base/problem.ts'
import { ResidencesSchema } from '../../core/model/residences.ts'
import { readCalendars, readPacks } from '../../shell/config/pack-file.ts'
import { readYaml } from '../../shell/config/yaml-file.ts'

export const schedulesArgument = {
  type: 'string',
  default: 'schedules',
  description: 'the folder with compliance/ and calendars/',
  valueHint: 'DIR',
} as const

/** The packs, the worked cases that they carry, those that are left out, and the calendars; throws all problems of all files. */
export function schedulesOf(dir: string) {
  const { packs, cases, refused, problems } = readPacks(join(dir, 'compliance'))
  const calendars = readCalendars(join(dir, 'calendars'))
  const has = existsSync(join(dir, 'residences.yaml'))
  const residences = has ? readYaml(dir, 'residences.yaml', ResidencesSchema) : null
  const all = [...problems, ...calendars.problems, ...(residences?.problems ?? [])]
  if (all.length > 0) throw new ProblemError(all)
  return {
    packs,
    cases,
    refused,
    calendars: calendars.calendars,
    ...(residences?.value && { residences: residences.value }),
  }
}
