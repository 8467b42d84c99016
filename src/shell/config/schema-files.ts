import { z } from 'zod'
import { CalendarSchema } from '../../core/compliance/calendar.ts'
import { CreditorsSchema } from '../../core/model/creditors.ts'
import { ResidencesSchema } from '../../core/model/residences.ts'
import { StrategySchema } from '../../core/model/strategy.ts'
import { TemplateSchema } from '../../core/model/template.ts'
import { TicksSchema } from '../../core/model/ticks.ts'
import { RepliesSchema } from '../../core/wording/replies.ts'
import { WordingSchema } from '../../core/wording/wording.ts'
import { PackFileSchema } from '../../core/worked/pack-file.ts'

/** JSON Schemas of the files under `schedules/`, for editors: generated, never written by hand. Content by file name. */
export function schemaFiles(): Map<string, string> {
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
  }
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`,
    ]),
  )
}
