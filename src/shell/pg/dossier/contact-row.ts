import { CONTACT_KIND } from '../../../core/model/contact-kind.ts'

/** The columns of `contact c` that say of what kind it is. */
export const KIND_COLUMNS = CONTACT_KIND.map((column) => `c.${column}`).join(', ')

/** The columns of `contact c` under the names of ContactRow. */
export const CONTACT_ROW = `
  c.id, c.person_id as person, c.household_id as household, c.case_id as "case", to_json(c.accounts) as accounts,
  c.point_id as point, c.number_id as number, c.channel, c.direction, c.role, c.place, c.purpose,
  c.creditor, c.collector, c.stage, c.step, c.episode, c.attempt, c.mandatory, c.due_on as "dueOn",
  c.epoch, c.state, c.not_before as "notBefore", c.expires_at as "expiresAt", c.at, c.outcome,
  c.disposition, c.dpd, c.template, c.duration_minutes as "durationMinutes", c.ring, c.tries,
  c.client_ref as "clientRef", c.lease_token as "leaseToken", c.lease_until as "leaseUntil", c.agent,
  c.provider_ref as "providerRef", c.provider_code as "providerCode", c.reasons,
  ${KIND_COLUMNS}, c.created_at as "createdAt", c.changed_at as "changedAt"`
