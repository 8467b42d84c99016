import { z } from 'zod'
import { toldAt, toldOrNull } from '../../core/base/told.ts'
import { WITHDRAWN_WHYS } from '../../core/model/dialer.ts'
import { ProviderName } from '../../core/model/routes.ts'
import type { Database } from '../pg/base/database.ts'
import type { DialerDoor } from '../dialer/dialers.ts'
import { entriesOf, type EntryLine, listsOf } from '../pg/dialer/read.ts'
import { refusals } from './answer/error.ts'
import { Refusal } from './refusal.ts'
import type { ZodApp } from './zod-routes.ts'

const Params = z.strictObject({ dialer: ProviderName.meta({ example: 'acme' }) })
const ListParams = Params.extend({ list: z.string().max(120).meta({ example: 'acme-2026-03-10-1' }) })
const LISTS = 100

const Entry = z.strictObject({
  entry: z.string(),
  contact: z.number().int(),
  rank: z.number().int(),
  state: z.string().describe('handed, told, not_dialled, or lapsed: nobody told anything of it in time'),
  dialBefore: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawnWhy: z.enum(WITHDRAWN_WHYS).nullable(),
  result: z.string().nullable(),
  dialledAt: z.string().nullable(),
  marks: z.array(z.string()),
})
const List = z.strictObject({
  list: z.string(),
  state: z.string().describe('gathering, filled, ready, out; empty or dropped: nobody has seen it'),
  madeAt: z.string(),
  entries: z.number().int(),
  open: z.number().int().describe('those of which nothing was told yet'),
})

const AN_ENTRY = {
  entry: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  contact: 17,
  rank: 1,
  state: 'told',
  dialBefore: '2026-03-10T16:00:00Z',
  withdrawnAt: null,
  withdrawnWhy: null,
  result: 'rpc_promise',
  dialledAt: '2026-03-10T15:00:00Z',
  marks: [],
}
const A_LIST = {
  list: 'acme-2026-03-10-1',
  state: 'out',
  madeAt: '2026-03-10T14:00:00Z',
  entries: 120,
  open: 14,
}
const Lists = z
  .strictObject({ lists: z.array(List) })
  .meta({ description: 'the newest first', examples: [{ lists: [A_LIST] }] })
const Entries = z
  .strictObject({ entries: z.array(Entry) })
  .meta({ description: 'in the order of their ranks', examples: [{ entries: [AN_ENTRY] }] })

/** Whoever may see tasks looks how a list of a dialer stands. */
export function dialListRoutes(
  app: ZodApp,
  { db, dialers }: { db: Database; dialers?: Pick<DialerDoor, 'knows'> },
): void {
  const config = { right: 'tasks:read' as const }
  app.get(
    '/v1/dialers/:dialer/lists',
    {
      config,
      schema: {
        operationId: 'listDialerLists',
        summary: `The last ${LISTS} lists of a dialer`,
        tags: ['dialers'],
        params: Params,
        response: {
          200: Lists,
          ...refusals({ codes: ['not_found'] }),
        },
      },
    },
    async (request) => {
      const { dialer } = request.params
      const rows = await listsOf(db, dialer, LISTS)
      if (rows.length === 0 && !(await dialers?.knows(dialer)))
        throw new Refusal('not_found', 'there is no dialer of that name, and no list of one')
      return { lists: rows.map((row) => ({ ...row, madeAt: toldAt(row.madeAt) })) }
    },
  )
  app.get(
    '/v1/dialers/:dialer/lists/:list',
    {
      config,
      schema: {
        operationId: 'showDialerList',
        summary: 'How each call of a list stands; no name and no number',
        tags: ['dialers'],
        params: ListParams,
        response: {
          200: Entries,
          ...refusals({ codes: ['not_found'] }),
        },
      },
    },
    async (request) => {
      const { dialer, list } = request.params
      const entries = await entriesOf(db, dialer, list)
      if (entries.length === 0) throw new Refusal('not_found', 'the dialer has no such list')
      return { entries: entries.map(entryLine) }
    },
  )
}

function entryLine({ dialBefore, withdrawnAt, withdrawnWhy, dialledAt, ...line }: EntryLine) {
  return {
    ...line,
    dialBefore: toldAt(dialBefore),
    withdrawnAt: toldOrNull(withdrawnAt),
    withdrawnWhy: withdrawnWhy as (typeof WITHDRAWN_WHYS)[number] | null,
    dialledAt: toldOrNull(dialledAt),
  }
}
