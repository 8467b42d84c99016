import { describe, expect, it } from 'vitest'
import { mutantsOf } from '../../../src/core/worked/mutants.ts'
import { provePack } from '../../../src/core/worked/proof.ts'
import { type WorkedCase, WorkedCaseSchema } from '../../../src/core/worked/case.ts'
import { packOf, shipped, type TestRule } from '../../support/law.ts'
import { readPacks } from '../../../src/shell/config/pack-file.ts'

const HOURS: TestRule = {
  kind: 'window',
  appliesTo: { channels: ['call', 'sms'] },
  parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }], wholeContact: true },
}
const DAILY = {
  kind: 'cap',
  appliesTo: { channels: ['call'] },
  parameters: { max: 2, per: ['person'], counts: 'connected', span: { days: 1 }, not: ['reply'] },
}

const namesOf = (...rules: TestRule[]) => mutantsOf(packOf(rules)).map(({ name }) => name)

function worked(...intents: Record<string, unknown>[]): WorkedCase {
  return WorkedCaseSchema.parse({ id: 'C1', packs: ['xx-test'], zones: ['Asia/Tokyo'], intents })
}

function prove(rules: TestRule[], cases: WorkedCase[]) {
  const pack = packOf(rules)
  return provePack(pack, cases, { packs: [pack], calendars: [] })
}

describe('the mutants of a pack', () => {
  it('the mutants are each edge, number, element and choice off by one, and each rule removed', () => {
    expect(namesOf(HOURS)).toEqual([
      'XX-T1 removed',
      'XX-T1 appliesTo.channels without call',
      'XX-T1 appliesTo.channels without sms',
      'XX-T1 appliesTo.channels any',
      'XX-T1 open.0.days daily -> mon-sat',
      'XX-T1 open.0.hours.0 08:00 -> 07:59',
      'XX-T1 open.0.hours.0 08:00 -> 08:01',
      'XX-T1 open.0.hours.1 21:00 -> 20:59',
      'XX-T1 open.0.hours.1 21:00 -> 21:01',
      'XX-T1 wholeContact gone',
      'xx-test clock.zone debtor -> UTC',
    ])
    expect(namesOf(DAILY)).toEqual([
      'XX-T1 removed',
      'XX-T1 appliesTo.channels any',
      'XX-T1 max 2 -> 1',
      'XX-T1 max 2 -> 3',
      'XX-T1 per person -> account',
      'XX-T1 span.days 1 -> 2',
      'XX-T1 counts connected -> attempt',
      'XX-T1 counts connected -> answered',
      'XX-T1 not without reply',
      'xx-test clock.zone debtor -> UTC',
    ])
  })

  it('some mutants move dates by a day and let drafts act', () => {
    const draft = { ...DAILY, state: 'draft', inForceFrom: '2026-02-28', unless: ['court_order'] }
    expect(namesOf(draft)).toEqual(
      expect.arrayContaining([
        'XX-T1 unless without court_order',
        'XX-T1 state draft -> active',
        'XX-T1 inForceFrom 2026-02-28 -> 2026-02-27',
        'XX-T1 inForceFrom 2026-02-28 -> 2026-03-01',
      ]),
    )
  })

  it('some mutants leave out a hold’s ending event and lengthen its time', () => {
    const lasts = { for: { days: 30 }, until: ['dispute.resolved'] }
    const hold = { kind: 'hold', parameters: { while: 'dispute.open', scope: 'account', lasts } }
    expect(namesOf(hold)).toEqual([
      'XX-T1 removed',
      'XX-T1 scope account -> person',
      'XX-T1 lasts.for.days 30 -> 29',
      'XX-T1 lasts.for.days 30 -> 31',
      'XX-T1 lasts.until without dispute.resolved',
      'xx-test clock.zone debtor -> UTC',
    ])
  })

  it('the mutants leave out what cannot change an answer', () => {
    const parameters = { while: 'always', scope: 'person', stops: ['contact'], lasts: { until: ['never'] } }
    expect(namesOf({ kind: 'hold', appliesTo: { channels: ['visit'] }, parameters })).toEqual([
      'XX-T1 removed',
      'XX-T1 appliesTo.channels any',
    ])
    const open = [
      { days: 'mon-fri', hours: ['09:00', '20:00'] },
      { days: 'hol', hours: null },
    ]
    expect(namesOf({ kind: 'window', parameters: { open } }).filter((name) => name.includes('hol'))).toEqual(
      [],
    )
  })

  it('the mutants leave duties to keep records alone', () => {
    const parameters = { what: ['recording'], min: { years: 2 }, from: 'artifact' }
    expect(namesOf({ kind: 'retain', parameters }, DAILY).filter((name) => name.startsWith('XX-T1'))).toEqual(
      [],
    )
  })
})

describe('the proof of a pack', () => {
  const day = '2026-05-05'
  const early = { at: `${day}T07:59:59[Asia/Tokyo]`, expect: ['XX-T1'] }
  const late = { at: `${day}T21:00[Asia/Tokyo]`, expect: ['XX-T1'] }
  const edges = [early, { at: `${day}T08:00[Asia/Tokyo]` }, { at: `${day}T20:59:59[Asia/Tokyo]` }, late]

  it('the proof tells which mutants the cases notice', () => {
    const { alive, ...proof } = prove([HOURS], [worked(...edges)])
    expect(proof).toEqual({
      pack: 'xx-test',
      rules: 1,
      named: 1,
      retained: 0,
      mutants: 11,
      killed: 7,
      unproven: [],
      failing: [],
    })
    expect(alive).toEqual([
      'XX-T1 appliesTo.channels without sms',
      'XX-T1 appliesTo.channels any',
      'XX-T1 open.0.days daily -> mon-sat',
      'XX-T1 wholeContact gone',
    ])
  })

  it('the proof names the rules that no case would miss', () => {
    expect(prove([HOURS, DAILY], [worked(...edges)])).toMatchObject({
      rules: 2,
      named: 1,
      unproven: ['XX-T2'],
    })
  })

  it('the proof takes nothing from a case that fails on the unchanged pack, nor from one of other packs', () => {
    const wrong = worked(...edges, { at: `${day}T10:00[Asia/Tokyo]`, expect: ['XX-T1'] })
    expect(prove([HOURS], [wrong])).toMatchObject({ killed: 0, failing: ['C1'], unproven: ['XX-T1'] })
    const other = { ...worked(...edges), packs: ['xx-other'] }
    expect(prove([HOURS], [other])).toMatchObject({ killed: 0, failing: [], unproven: ['XX-T1'] })
  })

  it('a case sees a warning only where it says what is noted', () => {
    const warning = { ...HOURS, effect: 'warn' }
    const silent = worked({ at: early.at })
    expect(prove([warning], [silent]).unproven).toEqual(['XX-T1'])
    const noted = worked({ at: early.at, notes: ['XX-T1'] })
    expect(prove([warning], [noted]).unproven).toEqual([])
  })
})

describe('the shipped packs', () => {
  const { packs, calendars } = shipped()
  const { cases } = readPacks('schedules/compliance')

  it.each(packs.map((pack) => [pack.pack, pack] as const))('%s has a case for every rule', (_, pack) => {
    expect(provePack(pack, cases, { packs, calendars })).toMatchObject({ unproven: [], failing: [] })
  })
})
