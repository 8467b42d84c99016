import type { PayOrder } from '../../model/debt-policy.ts'
import type { PlanFile } from '../../agreement/plan-file.ts'
import type { PlanState } from '../../agreement/plan-state.ts'
import type { AccountId } from '../../base/id.ts'
import type { Minor } from '../../base/money.ts'
import type { Day, Instant, Zone } from '../../base/time.ts'
import type { EpisodeMemory } from '../../model/case-memory.ts'
import type {
  DossierAccount,
  DossierTask,
  DossierCase,
  DossierContact,
  Dossier,
  DossierPoint,
} from '../../model/dossier.ts'
import type { RiskBand } from '../../model/strategy.ts'
import type { CompiledStrategy } from './compiled.ts'
import type { IdleSpan } from '../pause/idle.ts'
import type { Opening } from '../ladder/opening.ts'
import type { PromiseFile, PromiseState } from '../../promise/state.ts'
import type { SettledFigures } from '../../settlement/figures.ts'
import type { SettlementState } from '../../settlement/state.ts'
import type { QuietSpan } from '../pause/quiet.ts'
import type { EpisodeRows } from '../step/rows.ts'
import type { StoppedTime } from '../pause/stopped.ts'

/** One case as a review sees it: everything that a stage or a step is decided from. */
export interface CaseView {
  readonly case: DossierCase
  readonly account: DossierAccount
  readonly compiled: CompiledStrategy
  readonly zones: readonly Zone[]
  readonly now: Instant
  /** The local day of the candidate zone that gets there last. */
  readonly today: Day
  /** The episode: the oldest unpaid due date, or the last one known. */
  readonly anchor: Day
  readonly dpd: number
  readonly pastDue: Minor
  readonly band: RiskBand
  /** The memory as far as this review has come: `learn` alone writes it. */
  readonly memory: EpisodeMemory
  /** Something that its own line does not tell was remembered: the row is written. */
  readonly learnt: boolean
  readonly rows: EpisodeRows
  readonly promises: readonly PromiseState[]
  readonly settlements: readonly SettlementState[]
  /** What they forgive, where the ledger has something else. */
  readonly settled: SettledFigures | null
  /** The account as the ledger has it: without what they forgive now. */
  readonly told: DossierAccount
  /** What promises are judged by. */
  readonly promiseFile: Omit<PromiseFile, 'types' | 'inForce' | 'account'> & { account: DossierAccount }
  /** The plans over the account, and what they are judged by. */
  readonly plans: readonly PlanState[]
  readonly planFile: Omit<PlanFile, 'types' | 'inForce'>
  /** The accounts of the person that have an open case. */
  readonly inCase: ReadonlySet<AccountId>
  /** What money of the account pays first; null = the oldest. */
  readonly pays: PayOrder | null
  /** The rows that figures are worked out from. */
  readonly money: Pick<Dossier, 'accounts' | 'settlements' | 'billed' | 'settled' | 'rested' | 'person'>
  readonly holds: Dossier['holds']
  readonly quiet: readonly QuietSpan[]
  readonly contacts: readonly DossierContact[]
  readonly person: Dossier['person']
  readonly points: readonly DossierPoint[]
  /** What humans were asked about the case. */
  readonly asked: readonly DossierTask[]
  /** The last local day on which the debtor was spoken to, on any account. */
  readonly reachedOn: Day | null
  /** Steps that rest after a denial or an expiry. */
  readonly resting: ReadonlyMap<string, Rest>
  /** Time in which nobody could act. */
  readonly idle: readonly IdleSpan[]
  /** The stopped time for which brakes are the reason, as far as the episode does not remember it yet. */
  readonly stopped: StoppedTime
  /** How the episode opens; null = the strategy has no step for that. */
  readonly opening: Opening | null
  /** How many days the ladder of the file lies behind the days past due. */
  readonly lag: number
}

/** A denied step rests to its own time on the next local day. An expired one rests for an hour, which no lawful window that has just ended needs. */
export type Rest = { deniedOn: Day } | { until: Instant }

/** A case before its ladder is known. */
export type BareView = Omit<CaseView, 'opening' | 'lag'>
