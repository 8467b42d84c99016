import { MINUTE } from '../../../core/base/time.ts'
import type { SweepTx } from '../../../flow/ports/sweep.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, askOne, plainStatement, statement } from '../base/statement.ts'
import { answerParked, type Ended } from './park.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** These loops meet their rows again at every sweep: one that did not fail again for so long went through. */
const MET_AGAIN = ['relay', 'redeem', 'send', 'settle', 'offer', 'sweep']
const WENT_THROUGH_AFTER = 10 * MINUTE

const HEAL = statement<Ended>({
  name: 'heal',
  once: true,
  text: `
  update parked p set cleared_at = ${instantOf('$1')}
  where p.cleared_at is null and (
    p.loop = any ($2) and p.retry_at <= ${instantOf('$3')}
    or p.kind = 'contact' and not exists (
      select from contact c where c.person_id = p.person_id and c.id::text = p.id
        and c.state in ${oneOf(STATES.open)})
    or p.kind = 'fact' and exists (
      select from fact f where f.person_id = p.person_id and f.source || '/' || f.key = p.id)
    or p.kind = 'fact' and exists (
      select from human_task t where t.person_id = p.person_id and t.id = p.task_id and t.resolved_at is not null)
    or p.kind = 'key' and (p.id = any ($4) or p.code <> 'key_missing' and not exists (
      select from parked v where v.key_id = p.id and v.kind <> 'key' and v.cleared_at is null)))
  returning p.person_id as person, p.task_id as task`,
  row: { person: 'int8?', task: 'int8?' },
})

const ANY = plainStatement({
  name: 'heal-any',
  once: true,
  text: 'select exists (select from parked where cleared_at is null) as any',
  row: { any: 'bool' },
})

const LOST_KEYS = plainStatement({
  name: 'heal-lost-keys',
  once: true,
  text: `select id from parked where loop = 'key' and code = 'key_missing' and cleared_at is null`,
  row: { id: 'text' },
})

const LEFT = plainStatement({
  name: 'heal-left',
  once: true,
  text: `
    select count(*) as left, count(*) filter (where loop = 'decide' and retry_at <= ${instantOf('$1')}) as retries,
      count(*) filter (where loop in ('detect', 'figures') and retry_at <= ${instantOf('$1')}) as looks
    from parked where cleared_at is null`,
  row: { left: 'int8', retries: 'int8', looks: 'int8' },
})

const NONE = { left: 0, retries: 0, looks: 0 }

export async function heal(
  tx: SqlTransaction,
  knows: (keyId: string) => boolean,
): ReturnType<SweepTx['heal']> {
  if (!(await askOne(tx, ANY)).any) return NONE
  const keys = await ask(tx, LOST_KEYS)
  const found = keys.map(({ id }) => id).filter(knows)
  const healed = await ask(tx, HEAL, [tx.now, MET_AGAIN, tx.now - WENT_THROUGH_AFTER, found])
  await answerParked(tx, healed, 'went_through')
  return askOne(tx, LEFT, [tx.now])
}
