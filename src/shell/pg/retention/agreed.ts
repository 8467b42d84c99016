import type { PersonId } from '../../../core/base/id.ts'
import type { PlanRecord, SettlementRecord } from '../../../core/retention/agreed.ts'
import { pick, selected, shapeOf } from '../base/columns.ts'
import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { SETTLEMENT } from '../row/money.ts'
import { PLAN } from '../row/plan.ts'

type OfPerson<T> = T & { person: PersonId }

const AGREED_PLAN = pick(
  PLAN,
  'person',
  'accounts',
  'by',
  'rates',
  'proposedAt',
  'agreedAt',
  'refusedAt',
  'acceptedAt',
  'cancelledAt',
  'told',
)
const AGREED_SETTLEMENT = pick(
  SETTLEMENT,
  'person',
  'account',
  'until',
  'payBy',
  'rates',
  'acceptedAt',
  'withdrawnAt',
  'told',
)

const PLAN_ROWS = statement<OfPerson<PlanRecord>>({
  name: 'retention-plans',
  text: `select ${selected(AGREED_PLAN, 'l')} from plan l where l.person_id = any($1)`,
  row: shapeOf(AGREED_PLAN),
})

const SETTLEMENT_ROWS = statement<OfPerson<SettlementRecord>>({
  name: 'retention-settlements',
  text: `select ${selected(AGREED_SETTLEMENT, 's')} from settlement s where s.person_id = any($1)`,
  row: shapeOf(AGREED_SETTLEMENT),
})

/** What was agreed with these persons. */
export async function loadAgreed(
  sql: Sql,
  persons: readonly PersonId[],
): Promise<{ plans: OfPerson<PlanRecord>[]; settlements: OfPerson<SettlementRecord>[] }> {
  return {
    plans: await ask(sql, PLAN_ROWS, [persons]),
    settlements: await ask(sql, SETTLEMENT_ROWS, [persons]),
  }
}
