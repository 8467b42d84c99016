import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Problem } from '../../core/base/problem.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { stateMachinePage } from '../../core/machine/picture.ts'
import { schemaFiles } from './schema-files.ts'

/** What is made from the schedules and their schemas: content by path. The picture page only where it is asked for. */
export function generatedFiles(
  dir: string,
  schedules: Schedules | null,
  page: string | null,
): Map<string, string> {
  const files = new Map<string, string>()
  for (const [name, content] of schemaFiles()) files.set(join(dir, 'schemas', name), content)
  if (page !== null && schedules) files.set(page, stateMachinePage(schedules.strategies))
  return files
}

export function staleFiles(files: ReadonlyMap<string, string>): Problem[] {
  return [...files]
    .filter(([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content)
    .map(([file]): Problem => {
      const suggestion = 'run arrears check --write'
      return { code: 'stale_file', file, message: 'it is not what the schedules say now', suggestion }
    })
}

export function writeFiles(files: ReadonlyMap<string, string>): void {
  for (const [file, content] of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}
