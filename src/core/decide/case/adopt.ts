import type { CaseFile } from '../../model/dossier.ts'
import type { Strategy } from '../../model/strategy.ts'
import { learn, viewUnder } from './view-of.ts'
import type { CaseView } from './view.ts'
import { compiledStrategy } from './compiled.ts'
import type { Planning } from '../planning.ts'
import type { Change } from './remember.ts'
import { stageOn } from './stage.ts'

/** The case under the version of its strategy that it goes on with: `finish` keeps the pinned one until the stage is left, `jump` takes the new one at once, `restart` enters the stage anew. */
export function underCurrentVersion(view: CaseView, planning: Planning): CaseView {
  const { case: theCase } = view
  const active = planning.active.get(theCase.strategy)
  if (!active || active.hash === theCase.strategyHash) return view
  const change =
    theCase.stage === null || theCase.state === 'opened' ? 'jump' : changeOf(active, theCase.stage)
  if (change === 'finish' && staysInStage(view, theCase)) return view
  if (change === 'restart' && theCase.stage !== null) learn(view, stageForgotten(view, theCase.stage))
  return viewUnder(view, compiledStrategy(active))
}

function changeOf(active: Strategy, stage: string) {
  return active.stages.find((one) => one.stage === stage)?.onChange ?? active.onChange.default
}

function staysInStage(view: CaseView, theCase: CaseFile): boolean {
  return stageOn(view) === theCase.stage
}

function stageForgotten(view: CaseView, stage: string): Change {
  const steps = view.compiled.stageByName.get(stage)?.steps ?? []
  return { is: 'stage_forgotten', stage, steps: steps.map(({ step }) => step) }
}
