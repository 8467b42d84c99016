import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Problem } from '../../core/base/problem.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { stateMachinePage } from '../../core/machine/picture.ts'
import { z } from 'zod'
import { CalendarSchema } from '../../core/compliance/time/calendar.ts'
import { CreditorsSchema } from '../../core/model/creditors.ts'
import { DialerSchema } from '../../core/model/dialer.ts'
import { ResidencesSchema } from '../../core/model/residences.ts'
import { RoutesSchema } from '../../core/model/routes.ts'
import { StrategySchema } from '../../core/model/strategy.ts'
import { TemplateSchema } from '../../core/model/template.ts'
import { TicksSchema } from '../../core/model/ticks.ts'
import { RepliesSchema } from '../../core/wording/replies.ts'
import { WordingSchema } from '../../core/wording/wording.ts'
import { PackFileSchema } from '../../core/worked/pack-file.ts'
import { providerSchema } from '../../providers/registry.ts'

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

/** JSON Schemas of the files under `schedules/`, for editors: generated, never written by hand. Content by file name. */
function schemaFiles(): Map<string, string> {
  const schemas = {
    strategy: StrategySchema,
    template: TemplateSchema,
    ticks: TicksSchema,
    pack: PackFileSchema,
    calendar: CalendarSchema,
    wording: WordingSchema,
    replies: RepliesSchema,
    creditors: CreditorsSchema,
    residences: ResidencesSchema,
    providers: RoutesSchema,
    provider: providerSchema(),
    dialer: DialerSchema,
  }
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`,
    ]),
  )
}
