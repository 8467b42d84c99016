import type { ContentHash } from '../base/id.ts'
import type { BrakeSpan } from '../base/brake.ts'
import type { LawGap, Resident } from '../compliance/pack/coverage.ts'
import type { Circumstances, PastContact, Question } from '../model/question.ts'
import type { PendingDuties, DutyQuestion } from '../compliance/pending-duties.ts'
import type { Verdict } from '../model/verdict.ts'
import type { DebtPolicies } from '../model/debt-policy.ts'
import type { Strategy } from '../model/strategy.ts'
import type { Template } from '../model/template.ts'
import type { Wording } from '../wording/wording.ts'
import type { Dossier } from '../model/dossier.ts'

/** What a person is planned under, beside its dossier. */
export interface Planning {
  /** Every version that a case of the page is pinned to, and the active ones. */
  strategies: ReadonlyMap<ContentHash, Strategy>
  /** The active version of each strategy, by name. */
  active: ReadonlyMap<string, Strategy>
  templates: readonly Template[]
  wording: readonly Wording[]
  /** Brakes that are on, and that were; absent = none ever was. */
  brakes?: readonly BrakeSpan[]
  /** What is stated about debts; absent = nothing. */
  debts?: DebtPolicies | null
  /** The law as it is now; `packs` = those that the strategy adds. */
  ask: AskPermit
  /** What the law looks at, with what was planned before in the same review. */
  fileOf: (dossier: Dossier, assume: PastContact[]) => Circumstances
  /** Whether law is on file for the account, under any of these versions of its strategy; absent = it always is. */
  gapOf?: (resident: Resident, strategies: readonly Strategy[]) => LawGap | null
  /** What the law asks of people about an account, whoever is contacted or not; absent = nothing. */
  standing?: (asked: DutyQuestion) => PendingDuties
}

type AskPermit = (question: Question, file: Circumstances, packs: readonly string[]) => Verdict
