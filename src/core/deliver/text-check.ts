import type { Reason } from '../model/verdict.ts'
import type { NewHumanTask } from '../model/decision.ts'
import { clearedAs } from '../wording/cleared.ts'
import type { Suspicion } from '../wording/reader.ts'
import { SEND_REASONS, type SendReason, sendReason } from './send-reason.ts'
import type { AskRedeem, RedeemQuestion } from './ask.ts'

/** What is known of a text once it is filled in: what its values have brought, or why it cannot be judged. */
export type TextRead = { found: readonly Suspicion[] } | { refuse: SendReason }

/** Why a text that was lawful as it was written is not lawful as it was filled in; null = it is. The law is asked again with what the values suggest; what is lawful nowhere it need not be asked about. The words themselves are told to nobody: they may be somebody's name. */
export function refusalOfText(read: TextRead, question: RedeemQuestion, ask: AskRedeem): Reason[] | null {
  if ('refuse' in read) return [sendReason(read.refuse)]
  const never = tokensOf(read.found, 'never')
  if (never.length > 0) {
    return never.map((token) => ({
      ...sendReason('forbidden_words'),
      text: `${SEND_REASONS.forbidden_words}: ${token}`,
    }))
  }
  const suspects = tokensOf(read.found, 'in_context')
  if (suspects.length === 0 || clearedAs(question.dossier, question.at) === true) return null
  const verdict = ask({ ...question, suspects })
  return verdict.answer === 'permit' ? null : verdict.reasons
}

/** A human looks at it once; what he says of the person stands. */
export function askAboutText(
  { contact, dossier, at }: RedeemQuestion,
  reasons: readonly Reason[],
): NewHumanTask[] {
  const [account] = contact.accounts
  if (account === undefined || clearedAs(dossier, at) !== null) return []
  const rules = [...new Set(reasons.map(({ rule }) => rule))].join(', ')
  return [
    {
      person: contact.person,
      account,
      case: contact.case,
      kind: 'wording',
      reason: `${contact.step ?? contact.channel}: name, creditor or account make the text say what it must not (${rules}); resolve with cleared or stays`,
      role: 'compliance',
      due: at,
    },
  ]
}

function tokensOf(found: readonly Suspicion[], lawful: Suspicion['lawful']): string[] {
  return [...new Set(found.filter((one) => one.lawful === lawful).map(({ token }) => token))]
}
