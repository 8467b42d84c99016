import type { AccountId } from '../../base/id.ts'
import type { HumanTaskKind } from '../../model/human-task.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { isShadow } from './human.ts'

/** What a supervisor is to take or refuse: a promise, a plan or a settlement, by its name. */
interface Doubtful {
  kind: HumanTaskKind
  name: string
  account: AccountId
  reason: string
}

/** A supervisor is asked, unless that is asked already. */
export function askSupervisor(view: CaseView, { kind, name, account, reason }: Doubtful): Decided[] {
  if (isShadow(view)) return []
  const { person, case: theCase, asked, now } = view
  if (asked.some((one) => one.answeredAt === null && one.kind === kind && one.rule === name)) return []
  const whose = { person: person.id, account, case: theCase.id }
  return [{ is: 'asked', task: { ...whose, kind, rule: name, reason, role: 'supervisor', due: now } }]
}
