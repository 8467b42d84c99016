import { z } from 'zod'
import type { Given } from './filter.ts'
import type { Asked, List } from './page.ts'

export const FORMATS = ['json', 'csv'] as const

export interface Query extends Asked {
  format: (typeof FORMATS)[number]
}

export interface Most {
  /** Rows of a page that says nothing of its length. */
  usual: number
  most: number
}

/** A list's filters, and which page of it, as the parameters of an address name them; `more` = parameters beside them. */
export function queryOf<More extends z.ZodRawShape>(
  list: Pick<List<unknown>, 'filters'>,
  { usual, most }: Most,
  more: More,
): z.ZodType<Query & { more: z.output<z.ZodObject<More>> }> {
  const shape = Object.entries(list.filters).map(([name, { schema, help, example }]) => [
    name,
    schema.optional().meta({ description: help, example }),
  ])
  return z
    .strictObject({
      ...more,
      ...(Object.fromEntries(shape) as Record<string, z.ZodType>),
      cursor: z.string().max(400).optional().describe('`next` of the page before'),
      limit: z.coerce.number().int().min(1).max(most).default(usual).describe('rows of a page, at most'),
      format: z
        .enum(FORMATS)
        .default('json')
        .describe('csv: the page as a table; the header `x-next` has its `next`'),
    })
    .superRefine((read: Given, context) => {
      for (const [name, { wrong }] of Object.entries(list.filters)) {
        const message = read[name] === undefined ? null : (wrong?.(read[name] as never, read) ?? null)
        if (message !== null) context.addIssue({ code: 'custom', path: [name], message })
      }
    })
    .transform((read: Given) => ({
      given: Object.fromEntries(Object.keys(list.filters).map((name) => [name, read[name]])),
      limit: read['limit'] as number,
      format: read['format'] as Query['format'],
      cursor: read['cursor'] as string | undefined,
      more: read as z.output<z.ZodObject<More>>,
    }))
}
