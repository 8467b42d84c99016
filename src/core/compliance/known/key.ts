import { z } from 'zod'
import { OUTCOME_LEVEL, PLACES, PURPOSES, ROLES, type Outcome } from '../../base/list.ts'
import { DurationSchema } from '../time/duration.ts'
import { CHANNEL_NAMES } from '../match/channel-names.ts'

/** What a pack says of a fact that its rules name: how it comes to be known, and how long it is good. */

const several = <T extends z.ZodType>(item: T) => z.array(item).min(1)
const name = z.string().min(1).max(200)

/** `derived`: the engine finds it in history, holds, promises and the ledger. `asserted`: it is recorded as evidence. `at_claim`: the agent or field collector shows it; until then it is a duty. */
const EVIDENCE_CLASSES = ['derived', 'asserted', 'at_claim'] as const
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number]

const StatusSourceSchema = z
  .strictObject({
    while: several(name).describe('there while one of these statuses lasts'),
    begunWithin: DurationSchema.optional().describe('only of statuses that began so soon after `after`'),
    after: several(name).optional().describe('evidence; any of it'),
  })
  .refine((source) => (source.begunWithin === undefined) === (source.after === undefined), {
    path: ['begunWithin'],
    message: 'begunWithin and after go together',
  })

const LiftedSourceSchema = z.strictObject({
  lifted: several(name).describe('dated by the lifting of one of these statuses'),
})

const OUTCOMES = Object.keys(OUTCOME_LEVEL) as Outcome[]

const ContactSourceSchema = z.strictObject({
  contacts: z
    .strictObject({
      direction: z.enum(['out', 'in']),
      channels: several(z.enum(CHANNEL_NAMES)),
      roles: several(z.enum(ROLES)),
      places: several(z.enum(PLACES)),
      purposes: several(z.enum(PURPOSES)),
      outcomes: several(z.enum(OUTCOMES)),
    })
    .partial()
    .describe('dated by the latest settled contact of this kind; its value is how many there are'),
  samePoint: z.literal(true).optional().describe('by the same number or address'),
  within: DurationSchema.optional().describe('only contacts that are not older'),
})

const SourceSchema = z.union([StatusSourceSchema, LiftedSourceSchema, ContactSourceSchema])
export type Source = z.infer<typeof SourceSchema>

const KeyFileSchema = z
  .strictObject({
    class: z
      .enum(EVIDENCE_CLASSES)
      .describe(
        'derived = the engine finds it in what it knows; asserted = it comes as evidence.recorded; at_claim = whoever claims the task shows it',
      ),
    title: z.string().min(1).max(260).optional().describe('what it is, in plain words'),
    lasts: DurationSchema.optional().describe('good for so long by its own nature'),
    endsWith: z.literal('conversation').optional().describe('the next conversation ends it'),
    from: SourceSchema.optional().describe('of a derived key: what it is found in'),
  })
  .refine((key) => key.from === undefined || key.class === 'derived', {
    path: ['from'],
    message: 'only a derived key is found in what the engine knows',
  })
export type KeyFile = z.infer<typeof KeyFileSchema>

/** The class alone, where there is no more to say. */
export const KeySchema = z.union([z.enum(EVIDENCE_CLASSES), KeyFileSchema], { error: whyNot })
export type DeclaredKey = z.infer<typeof KeySchema>

/** What says what its keys mean, as a pack does. */
export interface DeclaresKeys {
  keys?: Readonly<Record<string, DeclaredKey>> | undefined
}

export function keyFileOf(declared: DeclaredKey): KeyFile {
  return typeof declared === 'string' ? { class: declared } : declared
}

/** The names that the source of a derived key looks at. */
export function namesIn(source: Source | undefined): string[] {
  if (!source) return []
  if ('while' in source) return [...source.while, ...(source.after ?? [])]
  return 'lifted' in source ? source.lifted : []
}

function whyNot({ input }: { input: unknown }): string {
  const classes = `its class is one of ${EVIDENCE_CLASSES.join(', ')}`
  if (typeof input !== 'object' || input === null) return classes
  const [issue] = KeyFileSchema.safeParse(input).error?.issues ?? []
  if (!issue) return classes
  return issue.path[0] === 'class' ? classes : `${issue.path.join('.') || 'the key'}: ${issue.message}`
}
