import type { ContactId } from '../core/base/id.ts'
import { type Instant, isoOf } from '../core/base/time.ts'
import { taskKind } from '../core/channel/channel.ts'
import type { Agreeable } from '../core/deliver/agreeable.ts'
import type { Duty } from '../core/model/verdict.ts'
import type { Template } from '../core/model/template.ts'
import type { ContactRow } from '../core/model/contact-row.ts'
import type { TaskKind, TaskRow } from '../core/model/task-row.ts'
import type { Values } from './channel.ts'
import { fillIn } from './render.ts'

/** What an agent gets with a claim: the only place where a number or an address is shown. */
export interface ClaimedTask extends Agreeable {
  contact: ContactId
  kind: TaskKind
  account: string
  /** The engine's id of the case. */
  case: number
  stage: string | null
  step: string | null
  attempt: number | null
  dpd: number | null
  /** Number to dial, or address to go to. */
  to: string
  name: string
  /** What to say, or what to do there; null where the strategy names no text. */
  say: string | null
  amount: string
  currency: string
  duties: Duty[]
  /** Machine time, ISO: dial, or arrive, before it. */
  dialBefore?: string
  arriveBefore?: string
  /** Business time, ISO: the end of the lawful window. */
  expiresAt: string
}

export function claimedTask(from: {
  task: TaskRow
  row: ContactRow
  to: string | null
  values: Values
  template: Template | undefined
  duties: Duty[]
  agreeable: Agreeable
  actBefore: Instant
  expiresAt: Instant
}): ClaimedTask {
  const { task, row, values } = from
  const said = from.template ? fillIn(from.template.text, values) : null
  return {
    contact: row.id,
    kind: task.kind,
    account: values.account,
    case: task.case,
    stage: row.stage,
    step: row.step,
    attempt: row.attempt,
    dpd: row.dpd,
    to: from.to ?? '',
    name: values.name,
    say: said?.ok ? said.text : null,
    amount: values.amount,
    currency: values.currency,
    duties: from.duties,
    ...from.agreeable,
    [taskKind(task.kind).actBefore]: isoOf(from.actBefore),
    expiresAt: isoOf(from.expiresAt),
  }
}
