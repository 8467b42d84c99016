import { createHash } from 'node:crypto'
import type { Problem } from '../../core/base/problem.ts'
import type { Database } from '../pg/base/database.ts'
import { type Approval, approvalOf, useApproval, wantApproval } from '../pg/door/approval.ts'

/** What may touch so much at once that one person alone does not do it. Stopping is none of them: it harms nobody, and must not wait. */
export const MASS_ACTIONS = {
  resume: 'takes brakes off',
  publish: 'makes other strategies, laws and words the active ones',
  purge: 'takes for good what is past its time',
} as const
export type MassAction = keyof typeof MASS_ACTIONS

export interface Mass {
  what: MassAction
  /** What tells this from another action of its kind, such as the numbers of the brakes. */
  of: readonly string[]
  touches: readonly string[]
  /** How many cases, contacts or values it touches. */
  size: number
  by: string
}

/** Null = it may be done now. Otherwise a second person is asked, or was asked and has not granted it; what was granted is used up by the answer. */
export async function secondPerson(db: Database, mass: Mass, above: number): Promise<Problem | null> {
  if (mass.size <= above) return null
  const digest = createHash('sha256')
    .update(JSON.stringify([mass.what, mass.of]))
    .digest()
  const known = await approvalOf(db, digest)
  // What has grown by more than one person may touch is another thing than what was granted.
  const approval =
    known && mass.size - known.size <= above ? known : await wantApproval(db, { ...mass, digest })
  if (approval.granted === false) return refusedBy(approval)
  if (approval.granted && (await useApproval(db, approval.id, mass.by))) return null
  return waiting(approval, mass.size, above)
}

function refusedBy({ id, decidedBy }: Approval): Problem {
  return {
    code: 'second_person_refused',
    message: `nothing was done: ${decidedBy ?? 'somebody'} refused it (approval ${id})`,
    suggestion: `talk to ${decidedBy ?? 'them'}; it can be asked again when the refusal is a day old`,
  }
}

function waiting({ id }: Approval, size: number, above: number): Problem {
  return {
    code: 'second_person_needed',
    message: `nothing was done: it touches ${size}, and above ${above} somebody else must agree (approval ${id})`,
    suggestion: `another person says \`arrears approvals grant ${id}\`, then say the same again within a day`,
  }
}
