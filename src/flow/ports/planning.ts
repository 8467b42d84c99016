import type { BrakeSpan } from '../../core/base/brake.ts'
import type { CaseId, ContentHash } from '../../core/base/id.ts'
import { circumstancesOf } from '../../core/compliance/known/from-dossier.ts'
import { gapOf } from '../../core/compliance/pack/coverage.ts'
import { lawOf } from '../../core/compliance/pack/law.ts'
import { packsUnder } from '../../core/compliance/pack/under.ts'
import { pendingDutiesOf } from '../../core/compliance/pending-duties.ts'
import { permit } from '../../core/compliance/permit.ts'
import { debtPoliciesOf } from '../../core/config/debt-policies.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Planning } from '../../core/decide/planning.ts'
import type { PersonDecision } from '../../core/model/decision.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { ActiveConfig, ConfigPort } from './config.ts'
import type { PacksOf } from './decide.ts'

interface Decided {
  dossiers: readonly Dossier[]
  decisions: readonly PersonDecision[]
  planning: Planning
  config: ActiveConfig
}

/** The packs under which each case was decided, for the cases of which something is told. */
export function packsOf({ dossiers, decisions, planning, config }: Decided): PacksOf {
  const packs = new Map<CaseId, readonly string[]>()
  const { strategies, active } = planning
  decisions.forEach((decision, index) => {
    const dossier = dossiers[index]
    for (const record of dossier ? decision.decisions : []) {
      if (!dossier || packs.has(record.case)) continue
      const change = decision.cases.find((one) => one.case === record.case)
      const strategy = change && (strategies.get(change.strategyHash) ?? active.get(change.strategy))
      packs.set(
        record.case,
        packsUnder(config.schedules.packs, dossier, record.account, strategy?.packs ?? []),
      )
    }
  })
  return packs
}

/** What persons are planned under: the active schedules, and the versions that cases are pinned to. */
export function planningFor(schedules: Schedules, strategies: ReadonlyMap<ContentHash, Strategy>): Planning {
  const law = lawOf(schedules)
  return {
    strategies,
    active: new Map(schedules.strategies.map((strategy) => [strategy.strategy, strategy])),
    templates: schedules.templates,
    wording: schedules.wording,
    debts: debtPoliciesOf(schedules),
    ask: (question, file, packs) => permit(question, file, law, { packs }),
    fileOf: (dossier, assume) => circumstancesOf(dossier, { assume }),
    gapOf: (resident, versions) => gapOf(schedules, resident, versions),
    standing: (asked) => pendingDutiesOf(asked, law),
  }
}

/** The same, with what the cases of these dossiers are pinned to. */
export async function planningOver(
  port: ConfigPort,
  { dossiers, brakes, config }: Pick<Decided, 'dossiers' | 'config'> & { brakes: readonly BrakeSpan[] },
): Promise<Planning> {
  const strategies = await pinnedStrategies(port, dossiers)
  return { ...planningFor(config.schedules, strategies), brakes }
}

/** A version that cannot be found leaves its cases aside, not the page. */
async function pinnedStrategies(
  config: ConfigPort,
  dossiers: readonly Dossier[],
): Promise<Map<ContentHash, Strategy>> {
  const hashes = new Set(
    dossiers.flatMap(({ cases }) => cases.filter(({ open }) => open).map(({ strategyHash }) => strategyHash)),
  )
  const found = await Promise.allSettled([...hashes].map((hash) => config.strategyByHash(hash)))
  return new Map(found.flatMap((one) => (one.status === 'fulfilled' ? [[one.value.hash, one.value]] : [])))
}
