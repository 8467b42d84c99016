import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentHash } from '../../core/base/id.ts'
import type { Problem } from '../../core/base/problem.ts'
import { type Day, dayOf } from '../../core/base/time.ts'
import { checkSchedules } from '../../core/config/check/check.ts'
import { CreditorsSchema } from '../../core/model/creditors.ts'
import type { ScheduleParts } from '../../core/config/placed.ts'
import { ResidencesSchema } from '../../core/model/residences.ts'
import { RoutesSchema } from '../../core/model/routes.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { StrategySchema } from '../../core/model/strategy.ts'
import { type Ticks, TicksSchema } from '../../core/model/ticks.ts'
import { coverageNotes } from '../../core/config/check/coverage-notes.ts'
import { languageNotes } from '../../core/config/check/languages.ts'
import { promiseNotes } from '../../core/config/check/promises.ts'
import { digitNotes } from '../../core/config/check/digit-notes.ts'
import { keyNotes } from '../../core/config/check/key-notes.ts'
import { wordingNotes } from '../../core/config/check/wording-notes.ts'
import { RepliesSchema } from '../../core/wording/replies.ts'
import { WordingSchema } from '../../core/wording/wording.ts'
import { checkUses, useNotes } from './check-uses.ts'
import { contentHash } from './content-hash.ts'
import { readCalendars, readPacks } from './pack-file.ts'
import { readDialers } from './read-dialers.ts'
import { readAll, readTemplates } from './read-folder.ts'
import { checkDeciders, providerNotes, readProviders } from './read-providers.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

export interface LoadedSchedules {
  /** Null where any problem was found. */
  schedules: Schedules | null
  /** The hash of the parsed content, so that layout and comments do not matter. */
  hash: ContentHash | null
  /** All of them, at once. */
  problems: Problem[]
  /** Worked cases that are left out: nothing is judged by them. */
  badCases: Problem[]
  /** What is not wrong and worth knowing: acknowledged words, whom a text leaves out. */
  notes: Problem[]
}

/** The loader reads `schedules/`, validates every file and checks them against each other, and against the contracts that are in force today. */
export function loadSchedules(dir: string, today: Day = dayOf('UTC', Date.now())): LoadedSchedules {
  if (!existsSync(dir)) {
    return {
      schedules: null,
      hash: null,
      problems: [{ code: 'no_folder', file: dir, message: 'there is no such folder' }],
      badCases: [],
      notes: [],
    }
  }
  const strategies = readAll(join(dir, 'strategies'), StrategySchema)
  const templates = readTemplates(join(dir, 'templates'))
  const wording = readAll(join(dir, 'wording'), WordingSchema)
  const replies = readAll(join(dir, 'replies'), RepliesSchema)
  const ticks = readYaml(dir, 'ticks.yaml', TicksSchema)
  const stated = readStated(dir)
  const law = { ...readPacks(join(dir, 'compliance')), calendars: readCalendars(join(dir, 'calendars')) }
  const parts: ScheduleParts = {
    strategies: strategies.placed,
    templates: templates.placed,
    wording: wording.placed,
    replies: replies.placed,
    packs: law.packs,
    calendars: law.calendars.calendars,
    ticks: ticks.value ? { file: ticks.file, value: ticks.value } : null,
    ...stated.parts,
  }
  const checked = [...checkSchedules(parts), ...checkDeciders(parts), ...checkUses(parts, today)].map(
    (problem) => inFolder(problem, dir),
  )
  const folders = [strategies, templates, wording, replies, stated]
  const files = [...folders.flatMap((folder) => folder.files), ticks]
  const problems = [
    ...files.flatMap((file) => file.problems),
    ...law.problems,
    ...law.calendars.problems,
    ...checked.map((problem) => withLine(problem, files)),
  ]
  const notes = [
    ...[
      ...wordingNotes(parts),
      ...coverageNotes(parts),
      ...digitNotes(parts),
      ...languageNotes(parts),
      ...providerNotes(parts),
      ...useNotes(parts, today),
    ].map((note) => withLine(note, files)),
    ...keyNotes(parts).map((note) => inFolder(note, dir)),
    ...promiseNotes(parts).map((note) => inFolder(note, dir)),
  ]
  const found = { problems, badCases: law.refused, notes }
  if (problems.length > 0 || !ticks.value) return { schedules: null, hash: null, ...found }
  return { ...contentOf(parts, ticks.value), ...found }
}

function contentOf(
  parts: Omit<ScheduleParts, 'ticks'>,
  ticks: Ticks,
): { schedules: Schedules; hash: ContentHash } {
  const schedules: Schedules = {
    strategies: parts.strategies.map(({ value }) => value).sort((a, b) => a.priority - b.priority),
    packs: parts.packs,
    calendars: parts.calendars,
    templates: parts.templates.map(({ value }) => value),
    wording: parts.wording.map(({ value }) => value),
    replies: parts.replies.map(({ value }) => value),
    ticks,
    ...(parts.creditors && { creditors: parts.creditors.value }),
    ...(parts.residences && { residences: parts.residences.value }),
    ...(parts.providers && { providers: parts.providers.map(({ value }) => value) }),
    ...(parts.routes && { routes: parts.routes.value }),
    ...(parts.dialers && { dialers: parts.dialers.map(({ value }) => value) }),
  }
  return { schedules, hash: contentHash(schedules) }
}

/** Files that may be absent. */
function readStated(dir: string): {
  files: YamlFile<unknown>[]
  parts: Pick<ScheduleParts, 'creditors' | 'residences' | 'routes' | 'providers' | 'dialers'>
} {
  const has = (name: string): boolean => existsSync(join(dir, name))
  const creditors = has('creditors.yaml') ? readYaml(dir, 'creditors.yaml', CreditorsSchema) : null
  const residences = has('residences.yaml') ? readYaml(dir, 'residences.yaml', ResidencesSchema) : null
  const routes = has('providers.yaml') ? readYaml(dir, 'providers.yaml', RoutesSchema) : null
  const providers = readProviders(join(dir, 'providers'))
  const dialers = readDialers(join(dir, 'dialers'))
  return {
    files: [
      ...[creditors, residences, routes].filter((file) => file !== null),
      ...providers.files,
      ...dialers.files,
    ],
    parts: {
      ...(creditors?.value && { creditors: { file: creditors.file, value: creditors.value } }),
      ...(residences?.value && { residences: { file: residences.file, value: residences.value } }),
      ...(routes?.value && { routes: { file: routes.file, value: routes.value } }),
      ...(providers.placed.length > 0 && { providers: providers.placed }),
      ...(dialers.placed.length > 0 && { dialers: dialers.placed }),
    },
  }
}

/** Packs are known by name only: their problems get the folder here. */
function inFolder(problem: Problem, dir: string): Problem {
  return problem.file?.startsWith('compliance/') ? { ...problem, file: join(dir, problem.file) } : problem
}

function withLine(problem: Problem, files: readonly YamlFile<unknown>[]): Problem {
  const line = files.find(({ file }) => file === problem.file)?.lineOf(problem.path ?? '')
  return line === undefined ? problem : { ...problem, line }
}
