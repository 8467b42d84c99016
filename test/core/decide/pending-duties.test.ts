import { describe, expect, it } from 'vitest'
import type { ContactId } from '../../../src/core/base/id.ts'
import type { DossierAccount, DossierContact } from '../../../src/core/model/dossier.ts'
import { accountOf, at, caseOf, contactOf, dossierOf, strategyOf, toldBefore } from './build.ts'
import { planningOf } from './law.ts'
import { Life } from './life.ts'

const call = { step: 'call', channel: 'call', script: 'call', dpd: 1, at: '10:00' }

/** A case in its only stage since 2 March, with one contact of the step `call` that waits for 6 March. */
function waiting(step: Record<string, unknown>, row: Partial<DossierContact> = {}): Life {
  const strategy = strategyOf({ stages: [{ stage: 'one', from: { dpd: 1 }, steps: [{ ...call, ...step }] }] })
  const life = new Life(dossierOf({ cases: [caseOf(strategy)] }), planningOf([strategy]))
  life.review(at('2026-03-02 00:05'))
  const planned = contactOf({
    channel: 'call',
    state: 'planned',
    stage: 'one',
    step: 'call',
    dueOn: '2026-03-02',
    notBefore: at('2026-03-06 10:00'),
    ...row,
  })
  life.change({ contacts: [planned, ...toldBefore(life.dossier.accounts)] })
  return life
}

const spoken = contactOf({
  id: 901 as ContactId,
  case: null,
  channel: 'call',
  direction: 'in',
  at: at('2026-03-03 09:00'),
  disposition: 'rpc_refused',
  outcome: 'conversation',
})
const takenBack = (life: Life): unknown[] => life.review(at('2026-03-03 09:00')).cancelled

describe('a contact that waits stands only as long as its step does', () => {
  it('nothing changed: it stands', () => {
    const life = waiting({ until: ['refused'], unless: { reached: { days: 3 } }, risk: ['medium'] })
    expect(takenBack(life)).toEqual([])
  })

  it.each(['planned', 'queued'] as const)('what stops the step takes it back while it is %s', (state) => {
    const life = waiting({ until: ['refused'] }, { state })
    life.change({ contacts: [...life.dossier.contacts, spoken] })
    expect(takenBack(life)).toEqual([{ contact: 900, reason: 'step_over' }])
  })

  it('a contact is taken back within the days after the debtor was spoken to', () => {
    const life = waiting({ unless: { reached: { days: 4 } } })
    life.change({ contacts: [...life.dossier.contacts, spoken] })
    expect(takenBack(life)).toEqual([{ contact: 900, reason: 'step_over' }])
    const later = waiting({ unless: { reached: { days: 3 } } })
    later.change({ contacts: [...later.dossier.contacts, spoken] })
    expect(takenBack(later)).toEqual([])
  })

  it.each<[string, Record<string, unknown>, Partial<DossierAccount>]>([
    ['another risk', { risk: ['medium'] }, { score: 0.1 }],
    ['too small a debt', { pastDue: '90.00' }, { pastDue: 8_999 }],
  ])('%s', (_, step, account) => {
    const life = waiting(step)
    life.change({ accounts: [accountOf(account)] })
    expect(takenBack(life)).toEqual([{ contact: 900, reason: 'step_over' }])
  })

  it('a contact of another episode is taken back', () => {
    const life = waiting({}, { mandatory: true })
    life.change({ accounts: [accountOf({ anchor: '2026-02-20' })] })
    expect(takenBack(life)).toEqual([{ contact: 900, reason: 'episode_over' }])
  })
})
