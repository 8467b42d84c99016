import type { PersonId } from '../../../core/base/id.ts'
import type { Automation } from '../../../core/base/list.ts'
import type { Channel } from '../../../core/channel/channel.ts'
import type { Instant, Zone } from '../../../core/base/time.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import type { Strategy } from '../../../core/model/strategy.ts'
import type { DossierAccount, Dossier } from '../../../core/model/dossier.ts'
import { byPriority, strategyFor } from '../../../core/detect/strategy-for.ts'
import { configPort } from '../config/config.ts'
import type { Database } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { dossierThen } from '../../law/known-then.ts'
import { loadDossiers } from '../dossier/dossier.ts'
import { type LegalCase, openThen, readKnown } from './known.ts'

/** One person as the law sees it, under the version that is active. */
export interface LegalPerson {
  dossier: Dossier
  account: DossierAccount
  case: LegalCase | null
  /** Packs that the strategy adds: of the case, or that which would take the account. */
  packs: string[]
  /** Who speaks in its texts, by channel, where they say so. */
  automation: Partial<Record<Channel, Automation>>
  schedules: Schedules
  /** Business now. */
  now: Instant
}

export type NotFound = 'unknown_debtor' | 'unknown_account' | 'unknown_then'

export interface Whom {
  person: string
  account: string | null
  /** The instant by which what counts had been recorded; null = all that is known counts. */
  knownBy: (zones: readonly Zone[], now: Instant) => Instant | null
}

const PERSON = statement<{ id: PersonId }>({
  name: 'legal-person',
  once: true,
  text: 'select id from person where external_id = $1',
  row: { id: 'int8' },
})

/** The person and the account are named by the ledger's own ids; without an account, the one that is worst off is read, of those with an open case first. */
export async function readLegal(
  db: Database,
  { person, account, knownBy }: Whom,
): Promise<LegalPerson | NotFound> {
  const config = configPort(db)
  const { schedules } = await config.active()
  const found = await db.transaction(async (tx) => {
    const [row] = await ask(tx, PERSON, [person])
    const [dossier] = row ? await loadDossiers(tx, [row.id]) : []
    if (!dossier) return null
    const by = knownBy(dossier.person.zones, tx.now)
    if (by === null || by >= tx.now)
      return { dossier, cases: dossier.cases.filter(({ open }) => open), now: tx.now }
    const then = await dossierThen(await readKnown(tx, dossier.person.id, by), dossier, by)
    return { dossier: then, cases: await openThen(tx, dossier.person.id, by), now: tx.now }
  })
  if (!found) return 'unknown_debtor'
  const { dossier, cases, now } = found
  if (!dossier) return 'unknown_then'
  const file = accountOf(dossier, cases, account)
  if (!file) return 'unknown_account'
  const open = cases.find((one) => one.account === file.id) ?? null
  const strategy = open
    ? await config.strategyByHash(open.strategyHash)
    : strategyFor(byPriority(schedules.strategies), { ...file, regions: dossier.person.regions })
  const packs = strategy?.packs ?? []
  return {
    dossier,
    account: file,
    case: open,
    packs,
    automation: speakers(strategy, schedules),
    schedules,
    now,
  }
}

function speakers(strategy: Strategy | null, { templates }: Schedules): LegalPerson['automation'] {
  const steps = strategy?.stages.flatMap((stage) => stage.steps) ?? []
  return Object.fromEntries(
    steps.flatMap(({ channel, template, script }) => {
      const text = templates.find((one) => one.template === (template ?? script))
      return text?.automation ? [[channel, text.automation]] : []
    }),
  )
}

function accountOf(
  { accounts }: Dossier,
  open: readonly LegalCase[],
  wanted: string | null,
): DossierAccount | null {
  if (wanted !== null) return accounts.find(({ externalId }) => externalId === wanted) ?? null
  const hasCase = new Set(open.map(({ account }) => account))
  const rank = (one: DossierAccount) =>
    `${hasCase.has(one.id) ? 0 : 1} ${one.anchor ?? '9999'} ${one.externalId}`
  return [...accounts].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null
}
