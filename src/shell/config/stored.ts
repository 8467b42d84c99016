import { z } from 'zod'
import { ContentHash } from '../../core/base/id.ts'
import { CalendarSchema } from '../../core/compliance/time/calendar.ts'
import { PackSchema } from '../../core/compliance/pack/pack.ts'
import { CreditorsSchema } from '../../core/model/creditors.ts'
import { DialerSchema } from '../../core/model/dialer.ts'
import { ProviderHeadSchema } from '../../core/model/provider.ts'
import { ResidencesSchema } from '../../core/model/residences.ts'
import { RoutesSchema } from '../../core/model/routes.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import { type Strategy, StrategySchema } from '../../core/model/strategy.ts'
import { TemplateSchema } from '../../core/model/template.ts'
import { TicksSchema } from '../../core/model/ticks.ts'
import { RepliesSchema } from '../../core/wording/replies.ts'
import { WordingSchema } from '../../core/wording/wording.ts'

/** Published content comes back through the same schemas as files do: a row that somebody edited by hand is met here. */

const list = z.array(z.record(z.string(), z.unknown()))
const Stored = z.strictObject({
  strategies: list,
  packs: list,
  calendars: list,
  templates: list,
  /** Versions older than these have none: what needs them refuses. */
  wording: list.default([]),
  replies: list.default([]),
  ticks: z.unknown(),
  creditors: CreditorsSchema.optional(),
  residences: ResidencesSchema.optional(),
  /** What each says is the affair of its kind, when it is opened. */
  providers: list.optional(),
  routes: RoutesSchema.optional(),
  dialers: list.optional(),
})

export function parseSchedules(content: unknown): Schedules {
  const { strategies, packs, calendars, templates, wording, replies, ticks, ...stated } =
    Stored.parse(content)
  return {
    strategies: strategies.map(parseStrategy),
    packs: packs.map((one) => hashed(PackSchema, one)),
    calendars: calendars.map((one) => CalendarSchema.parse(one)),
    templates: templates.map((one) => hashed(TemplateSchema, one)),
    wording: wording.map((one) => hashed(WordingSchema, one)),
    replies: replies.map((one) => hashed(RepliesSchema, one)),
    ticks: TicksSchema.parse(ticks),
    ...(stated.creditors && { creditors: stated.creditors }),
    ...(stated.residences && { residences: stated.residences }),
    ...(stated.providers && { providers: stated.providers.map((one) => hashed(ProviderHeadSchema, one)) }),
    ...(stated.routes && { routes: stated.routes }),
    ...(stated.dialers && { dialers: stated.dialers.map((one) => hashed(DialerSchema, one)) }),
  }
}

export function parseStrategy(content: Record<string, unknown>): Strategy {
  return hashed(StrategySchema, content)
}

function hashed<T>(schema: z.ZodType<T>, content: Record<string, unknown>): T & { hash: ContentHash } {
  const { hash, ...own } = content
  return { ...schema.parse(own), hash: ContentHash.parse(hash) }
}
