import type { LedgerAccount } from '../../../core/model/ledger.ts'
import type { DossierAccount } from '../../../core/model/dossier.ts'
import { HEX_OR_NULL, JOINED } from '../base/cell.ts'
import { columns } from '../base/columns.ts'
import { AS_OF_BLOCK } from './as-of-block.ts'
import { APART, CURRENCIES } from './money-json.ts'

/** What deciding and permitting look at, but for the money that was received. */
export const DOSSIER_ACCOUNT = columns<Required<Omit<DossierAccount, 'received'>>>({
  id: 'id int8',
  externalId: 'external_id text',
  creditor: 'creditor text',
  collector: 'collector text',
  actor: 'actor text?',
  product: 'product text?',
  currency: 'currency text',
  currencies: { column: 'currencies', ...CURRENCIES },
  pastDue: 'past_due int8',
  balance: 'balance int8?',
  anchor: 'anchor date?',
  score: 'score float8?',
  collection: 'collection text',
  endedReason: 'ended_reason text?',
  collectionAt: 'collection_at timestamptz?',
  feed: 'feed text?',
  apart: { column: 'apart', ...APART },
})

const asOf = <Name extends keyof typeof AS_OF_BLOCK>(column: Name) =>
  ({ column, of: AS_OF_BLOCK[column], cell: 'timestamptz?' }) as const

export const ACCOUNT = {
  ...DOSSIER_ACCOUNT,
  ...columns<Omit<LedgerAccount, keyof DossierAccount>>({
    person: 'person_id int8',
    zones: { column: 'zones', ...JOINED },
    snapshotAt: asOf('snapshot_at'),
    staleFrom: 'stale_from timestamptz?',
    credit: 'credit int8',
    bucket: 'bucket int2',
    lookOn: 'look_on date?',
    curedAt: 'cured_at timestamptz?',
    scoreAt: asOf('score_at'),
    lineAt: asOf('line_at'),
    lineFrom: 'line_from timestamptz?',
    lineDigest: { column: 'line_digest', ...HEX_OR_NULL },
    lineMark: { column: 'line_mark', ...HEX_OR_NULL },
  }),
}

/** The head of its chain of facts. */
export const HEAD = columns<{ head: Buffer | null }>({ head: 'chain_head bytea?' })
