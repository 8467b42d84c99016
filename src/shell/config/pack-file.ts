import type { Problem } from '../../core/base/problem.ts'
import { type Calendar, CalendarSchema } from '../../core/compliance/time/calendar.ts'
import { type Pack } from '../../core/compliance/pack/pack.ts'
import type { WorkedCase } from '../../core/worked/case.ts'
import { checkKeys } from '../../core/config/check/keys.ts'
import { contentHash } from './content-hash.ts'
import { pathText, readYaml, type YamlFile, yamlNames } from './yaml-file.ts'
import { type PackFile, PackFileSchema, PackOfGoodCasesSchema } from '../../core/worked/pack-file.ts'

/** The reader takes `compliance/*.yaml` and `calendars/*.yaml`; every file is read and all problems are given, with their lines. */

export interface PackFiles {
  packs: Pack[]
  /** The worked cases that the packs carry. */
  cases: WorkedCase[]
  /** Those with a bad entry: each alone is left out, and its pack binds. */
  refused: Problem[]
  problems: Problem[]
}

export function readPacks(dir: string): PackFiles {
  const refused: Problem[] = []
  const read = (name: string) => {
    const { pack, badCases } = readPack(dir, name)
    refused.push(...badCases)
    return pack
  }
  const { files, problems } = readFolder<PackFile>(dir, read, (pack) => pack.pack)
  const values = files.flatMap(({ value }) => value ?? [])
  const cases = values.flatMap(({ pack, cases }) =>
    cases.map((one) => ({ ...one, packs: one.packs ?? [pack] })),
  )
  const packs = values.map(({ cases: _cases, ...pack }) => ({ ...pack, hash: contentHash(pack) }))
  return { packs, cases, refused, problems: [...problems, ...keyProblems(files)] }
}

/** The problems of the facts that rules name, each with its line. */
function keyProblems(files: readonly YamlFile<PackFile>[]): Problem[] {
  const read = files.filter(({ value }) => value !== null)
  return checkKeys(read.flatMap(({ value }) => value ?? [])).map(({ pack, at, ...problem }): Problem => {
    const own = read.find(({ value }) => value?.pack === pack)
    const line = own?.lineOf(at)
    return {
      ...problem,
      ...(own && { file: own.file }),
      ...(line !== undefined && { line }),
      path: pathText(at),
    }
  })
}

/** Only where it is the worked cases alone that are bad, they are left out. */
function readPack(dir: string, name: string): { pack: YamlFile<PackFile>; badCases: Problem[] } {
  const whole = readYaml(dir, name, PackFileSchema)
  if (whole.value !== null) return { pack: whole, badCases: [] }
  const good = readYaml(dir, name, PackOfGoodCasesSchema)
  if (good.value === null) return { pack: whole, badCases: [] }
  const badCases = whole.problems.map(({ message, ...problem }): Problem => {
    return { ...problem, code: 'bad_case', message: `this worked case is left out: ${message}` }
  })
  return { pack: good, badCases }
}

export function readCalendars(dir: string): { calendars: Calendar[]; problems: Problem[] } {
  const { files, problems } = readFolder<Calendar>(
    dir,
    (name) => readYaml(dir, name, CalendarSchema),
    (calendar) => calendar.calendar,
  )
  return { calendars: files.flatMap(({ value }) => value ?? []), problems }
}

function readFolder<T>(
  dir: string,
  read: (name: string) => YamlFile<T>,
  nameOf: (value: T) => string,
): { files: YamlFile<T>[]; problems: Problem[] } {
  const names = yamlNames(dir)
  if (names === null) {
    return { files: [], problems: [{ code: 'no_folder', file: dir, message: 'the folder cannot be read' }] }
  }
  const files = names.map((name) => ({ name, ...read(name) }))
  const problems = files.flatMap(({ name, file, value, problems }): Problem[] => {
    const own = value === null ? null : nameOf(value)
    if (own === null || `${own}.yaml` === name) return problems
    const suggestion = `rename the file to ${own}.yaml`
    return [...problems, { code: 'file_name', file, message: `it holds ${own}`, suggestion }]
  })
  return { files, problems }
}
