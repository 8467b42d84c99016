import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentHash } from '../../core/base/id.ts'
import type { Problem } from '../../core/base/problem.ts'
import { checkSchedules } from '../../core/config/check.ts'
import type { Placed } from '../../core/config/placed.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { type Strategy, StrategySchema } from '../../core/config/strategy.ts'
import { type Template, TemplateSchema } from '../../core/config/template.ts'
import { type Ticks, TicksSchema } from '../../core/config/ticks.ts'
import { contentHash, readCalendars, readPacks } from './pack-file.ts'
import { readYaml, type YamlFile, yamlNames } from './yaml-file.ts'

export interface LoadedSchedules {
  /** Null where any problem was found. */
  schedules: Schedules | null
  /** Of the parsed content, so that layout and comments do not matter. */
  hash: ContentHash | null
  /** All of them, at once. */
  problems: Problem[]
}

/** Reads `schedules/`, validates every file and checks them against each other. */
export function loadSchedules(dir: string): LoadedSchedules {
  if (!existsSync(dir)) {
    return {
      schedules: null,
      hash: null,
      problems: [{ code: 'no_folder', file: dir, message: 'there is no such folder' }],
    }
  }
  const strategies = readStrategies(join(dir, 'strategies'))
  const templates = readTemplates(join(dir, 'templates'))
  const ticks = readYaml(dir, 'ticks.yaml', TicksSchema)
  const law = { ...readPacks(join(dir, 'compliance')), calendars: readCalendars(join(dir, 'calendars')) }
  const parts = {
    strategies: strategies.placed,
    templates: templates.placed,
    packs: law.packs,
    calendars: law.calendars.calendars,
    ticks: ticks.value ? { file: ticks.file, value: ticks.value } : null,
  }
  const found = checkSchedules(parts).map((problem) => inFolder(problem, dir))
  const files = [...strategies.files, ...templates.files, ticks]
  const problems = [
    ...files.flatMap((file) => file.problems),
    ...law.problems,
    ...law.calendars.problems,
    ...found.map((problem) => withLine(problem, files)),
  ]
  if (problems.length > 0 || !ticks.value) return { schedules: null, hash: null, problems }
  return { ...contentOf(parts, ticks.value), problems }
}

function contentOf(
  parts: { strategies: Placed<Strategy>[]; templates: Placed<Template>[] } & Pick<
    Schedules,
    'packs' | 'calendars'
  >,
  ticks: Ticks,
): { schedules: Schedules; hash: ContentHash } {
  const schedules: Schedules = {
    strategies: parts.strategies.map(({ value }) => value).sort((a, b) => a.priority - b.priority),
    packs: parts.packs,
    calendars: parts.calendars,
    templates: parts.templates.map(({ value }) => value),
    ticks,
  }
  return { schedules, hash: contentHash(schedules) }
}

interface Read<T> {
  files: YamlFile<unknown>[]
  placed: Placed<T>[]
  broken: number
}

function readStrategies(folder: string): Read<Strategy> {
  const names = yamlNames(folder)
  if (names === null) return { files: [missing(folder)], placed: [], broken: 0 }
  const files = names.map((name) => readYaml(folder, name, StrategySchema))
  const placed = files.flatMap(({ file, value }) =>
    value ? [{ file, value: { ...value, hash: contentHash(value) } }] : [],
  )
  return { files, placed, broken: files.length - placed.length }
}

function readTemplates(folder: string): Read<Template> {
  const files = localesIn(folder).flatMap((locale) =>
    (yamlNames(join(folder, locale)) ?? []).map((name) =>
      readYaml(join(folder, locale), name, TemplateSchema),
    ),
  )
  const placed = files.flatMap(({ file, value }) =>
    value ? [{ file, value: { ...value, hash: contentHash(value) } }] : [],
  )
  if (files.length === 0) return { files: [missing(folder)], placed, broken: 0 }
  return { files, placed, broken: files.length - placed.length }
}

function localesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function missing(folder: string): YamlFile<never> {
  const problem = { code: 'no_folder', file: folder, message: 'the folder is missing or has no files' }
  return { file: folder, value: null, problems: [problem], lineOf: () => undefined }
}

/** Packs are known by name only: their problems get the folder here. */
function inFolder(problem: Problem, dir: string): Problem {
  return problem.file?.startsWith('compliance/') ? { ...problem, file: join(dir, problem.file) } : problem
}

function withLine(problem: Problem, files: readonly YamlFile<unknown>[]): Problem {
  const line = files.find(({ file }) => file === problem.file)?.lineOf(problem.path ?? '')
  return line === undefined ? problem : { ...problem, line }
}
