import { writerOf } from '../../channels/written.ts'
import type { PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import { packsOfContact } from '../../core/compliance/pack/under.ts'
import { type Agreeable, agreeableOn } from '../../core/deliver/agreeable.ts'
import { askRedeem, type PermitContact } from '../../core/deliver/ask.ts'
import { caseGone, judgeRedeem, type Redeemed } from '../../core/deliver/redeem.ts'
import type { Dossier, DossierEvidence } from '../../core/model/dossier.ts'
import type { Duty, Reason } from '../../core/model/verdict.ts'
import type { Voice } from '../../core/wording/words.ts'
import { type ActiveConfig, type ConfigPort, strategiesOf } from './config.ts'
import type { Loaded } from './deliver.ts'
import type { TaskTx } from './task.ts'

export interface JudgeDeps {
  config: ConfigPort
  permit: (config: ActiveConfig) => PermitContact
  voice: Voice
}

export type Judged =
  | (Under & {
      answer: 'go'
      redeemed: Redeemed & { to: 'sending' }
      duties: Duty[]
      dossier: Dossier
      agreeable: Agreeable
    })
  /** The contact is lawful, but not by this agent. */
  | { answer: 'not_you'; reasons: Reason[] }
  | (Under & { answer: 'no'; redeemed: Redeemed })
type Under = { packs: readonly string[] }

/** What judging looks at beside the contact. */
interface Read {
  dossier: Dossier | undefined
  /** What is known of the agent. */
  evidence: DossierEvidence[]
}

export async function readFor(tx: TaskTx, person: PersonId, agent: string): Promise<Read> {
  const [[dossier], evidence] = await Promise.all([tx.loadDossiers([person]), tx.agentEvidence(agent)])
  return { dossier, evidence }
}

interface Judging {
  loaded: Loaded
  agent: string
  config: ActiveConfig
  read: Read
}

/** The law is asked first whether anybody may, as for a message; then whether this agent may. */
export async function judgeFor(
  deps: JudgeDeps,
  now: Instant,
  { loaded, agent, config, read: { dossier, evidence } }: Judging,
): Promise<Judged> {
  const { row, stops } = loaded
  if (!dossier) return { answer: 'no', redeemed: caseGone(row, now), packs: [] }
  const strategies = await strategiesOf(deps.config, [dossier])
  const { schedules } = config
  const { templates, wording } = schedules
  const packs = packsOfContact(schedules.packs, dossier, strategies, row)
  const asked = { permit: deps.permit(config), strategies, templates, wording }
  const { read } = writerOf({ schedules, voice: deps.voice, reveal: () => loaded.reveal() })
  const dossiers = new Map([[row.person, dossier]])
  const batch = { now, contacts: [row], dossiers, read, ...stops }
  const [anybody] = judgeRedeem({ ...batch, ask: askRedeem({ ...asked, moment: 'redeem' }) })
  if (anybody?.to !== 'sending') return { answer: 'no', redeemed: anybody ?? caseGone(row, now), packs }
  const [mine] = judgeRedeem({
    ...batch,
    ask: askRedeem({ ...asked, moment: 'claim', agent: { name: agent, evidence } }),
  })
  if (mine?.to !== 'sending') return { answer: 'not_you', reasons: mine?.reasons ?? [] }
  const agreeable = agreeableOn(dossier, row, { strategies, now })
  return { answer: 'go', redeemed: mine, duties: anybody.duties, agreeable, dossier, packs }
}
