import type { ContactId, HouseholdId } from '../base/id.ts'
import type { NewContact } from './decision.ts'
import type { DossierAccount, DossierContact, DossierPoint } from './dossier.ts'

/** The person whom a contact reaches and the creditor for whom it speaks, as they are when it is planned. */
export interface PlannedAt {
  point: Pick<DossierPoint, 'number' | 'line' | 'role' | 'place'> | undefined
  owner: Pick<DossierAccount, 'creditor' | 'collector' | 'actor' | 'product'> | undefined
  household: HouseholdId | null
}

/** A contact that was decided, as it waits for its time. */
export function plannedContact(
  id: ContactId,
  planned: NewContact,
  { point, owner, household }: PlannedAt,
): DossierContact {
  if (!point || !owner) throw new Error(`contact of case ${planned.case} has no point or account`)
  return {
    id,
    person: planned.person,
    household,
    case: planned.case,
    accounts: [planned.account],
    point: planned.point,
    number: point.number,
    channel: planned.channel,
    direction: 'out',
    role: point.role,
    place: point.place,
    purpose: planned.purpose,
    creditor: owner.creditor,
    collector: owner.collector,
    stage: planned.stage,
    step: planned.step,
    episode: planned.episode,
    attempt: planned.attempt,
    mandatory: planned.mandatory,
    dueOn: planned.dueOn,
    epoch: planned.epoch,
    state: 'planned',
    notBefore: planned.notBefore,
    expiresAt: planned.expiresAt,
    at: null,
    outcome: 'pending',
    disposition: null,
    automation: planned.automation,
    line: point.line,
    actor: owner.actor,
    product: owner.product,
    action: 'contact',
  }
}
