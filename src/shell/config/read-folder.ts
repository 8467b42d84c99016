import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { ContentHash } from '../../core/base/id.ts'
import type { Placed } from '../../core/config/placed.ts'
import { TemplateSchema } from '../../core/model/template.ts'
import { contentHash } from './content-hash.ts'
import { readYaml, type YamlFile, yamlNames } from './yaml-file.ts'

/** The files of a folder, and what could be read of them, each with its hash. */
export interface Read<T> {
  files: YamlFile<unknown>[]
  placed: Placed<T & { hash: ContentHash }>[]
}

export function readAll<T>(folder: string, schema: z.ZodType<T>): Read<T> {
  const names = yamlNames(folder)
  if (names === null) return { files: [missing(folder)], placed: [] }
  return readOf(names.map((name) => readYaml(folder, name, schema)))
}

/** `templates/<locale>/*.yaml`. */
export function readTemplates(folder: string): Read<z.infer<typeof TemplateSchema>> {
  const files = localesIn(folder).flatMap((locale) =>
    (yamlNames(join(folder, locale)) ?? []).map((name) =>
      readYaml(join(folder, locale), name, TemplateSchema),
    ),
  )
  return files.length === 0 ? { files: [missing(folder)], placed: [] } : readOf(files)
}

function readOf<T>(files: YamlFile<T>[]): Read<T> {
  const placed = files.flatMap(({ file, value }) =>
    value ? [{ file, value: { ...value, hash: contentHash(value) } }] : [],
  )
  return { files, placed }
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
