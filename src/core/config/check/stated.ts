import type { Problem } from '../../base/problem.ts'
import { repeated, type ScheduleParts } from '../placed.ts'

/** What is stated of creditors: each once, so that one entry never hides another. */
export function checkCreditors({ creditors }: ScheduleParts): Problem[] {
  if (!creditors) return []
  const { file, value } = creditors
  return repeated(value.creditors, ({ creditor }) => creditor).map(({ name, item }) => ({
    code: 'duplicate_creditor',
    file,
    path: `creditors[${value.creditors.indexOf(item)}].creditor`,
    message: `${name} is there twice`,
  }))
}
