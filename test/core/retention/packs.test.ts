import { describe, expect, it } from 'vitest'
import { judgePerson } from '../../../src/core/retention/judge-person.ts'
import type { KeptRecord, PersonRecords } from '../../../src/core/retention/record.ts'
import { retainRules } from '../../../src/core/retention/retain-law.ts'
import { shipped } from '../../support/law.ts'
import { account, keptBy, person, personalBy, text } from './records.ts'

const law = shipped()
const AT = Date.parse('2026-03-01T12:00:00Z')
const LATER = Date.parse('2026-06-15T12:00:00Z')

/** What that pack alone keeps of a record of 1 March 2026, with later activity on 15 June and the end of collection on 1 July. */
function under(pack: string, record: Partial<KeptRecord>, given: Partial<PersonRecords> = {}) {
  const rules = retainRules(
    law.packs.filter((one) => one.pack === pack),
    law.calendars,
  )
  const accounts = [account(1, { lastActivity: LATER, closedAt: Date.parse('2026-07-01T12:00:00Z') })]
  const about = person({ accounts, records: [text({ sealed: null, at: AT, ...record })], ...given })
  return judgePerson(about, rules, Date.parse('2026-10-01T12:00:00Z'))
}

const card = { accounts: [account(1, { product: 'credit_card', lastActivity: LATER })] }
const own = { accounts: [account(1, { actor: 'first_party', lastActivity: LATER })] }
const call = { channel: 'call' } as const
const visit = { channel: 'visit' } as const

describe('each rule about keeping, from its own text', () => {
  it.each([
    // CL-05: type and frequency of every action per debtor, 2 years
    ['cl-21320', { kinds: ['contact_log'] }, 'CL', 'CL-05 2028-03-01'],
    ['cl-21320', { kinds: ['message'] }, 'CL', 'no rule'],
    ['cl-21320', { kinds: ['contact_log'] }, 'PE', 'no rule'],
    // CN-G-06: the whole process, at least 5 years
    ['cn-gbt45251', { kinds: ['contact_log'] }, 'CN', 'CN-G-06 2031-03-01'],
    ['cn-gbt45251', { kinds: ['recording'], ...call }, 'CN', 'CN-G-06 2031-03-01'],
    ['cn-gbt45251', { kinds: ['contact_log'] }, 'TW', 'no rule'],
    // CN-C-07: calls must be recorded; no period of its own
    ['cn-cba2026', { kinds: ['recording'], ...call }, 'CN', 'CN-C-07 no_period'],
    ['cn-cba2026', { kinds: ['recording'], ...visit }, 'CN', 'no rule'],
    // GB-13: complaints 3 years
    ['gb-conc', { kinds: ['complaint'], channel: null }, 'GB', 'GB-13 2029-03-01'],
    ['gb-conc', { kinds: ['contact_log'] }, 'GB', 'no rule'],
    // US-F-26: evidence of compliance, until 3 years after the last activity
    ['us-fed-regf', { kinds: ['contact_log'] }, 'US', 'US-F-26 2029-06-15'],
    ['us-fed-regf', { kinds: ['message'] }, 'US-CA', 'US-F-26 2029-06-15'],
    ['us-fed-regf', { kinds: ['consent'], channel: null }, 'US', 'US-F-26 2029-06-15'],
    ['us-fed-regf', { kinds: ['notice'] }, 'US', 'US-F-26 2029-06-15'],
    // US-F-27: if calls are recorded, 3 years from each call
    ['us-fed-regf', { kinds: ['recording'], ...call }, 'US', 'US-F-27 2029-03-01'],
    ['us-fed-regf', { kinds: ['recording'], ...visit }, 'US', 'no rule'],
    // AU-09: records of all contacts, no period
    ['au-rg96', { kinds: ['contact_log'] }, 'AU', 'AU-09 no_period'],
    ['au-rg96', { kinds: ['message'] }, 'AU', 'AU-09 no_period'],
    // GR-05 is disputed, IN-12 a draft: neither acts
    ['gr-3758', { kinds: ['contact_log'], ...call }, 'GR', 'no rule'],
    ['in-rbi', { kinds: ['recording'], ...call }, 'IN', 'no rule'],
  ] as const)('%s, of %o, in %s: %s', (pack, record, region, expected) => {
    expect(keptBy(under(pack, record, { regions: [region] }))).toBe(expected)
  })

  it('CN-N-03 and -04: of online credit, visits filmed from start to end and records, 5 years or more', () => {
    const online = {
      regions: ['CN'],
      accounts: [account(1, { product: 'online_consumer_credit', lastActivity: LATER })],
    }
    const film = { kinds: ['visit_av'], ...visit } as const
    expect(keptBy(under('cn-nifa2018', film, online))).toBe('CN-N-03 2031-03-01')
    expect(keptBy(under('cn-nifa2018', { kinds: ['contact_log'] }, online))).toBe('CN-N-04 2031-03-01')
    expect(keptBy(under('cn-nifa2018', film, { regions: ['CN'] }))).toBe('no rule')
  })

  it('CN-K-01: recordings of credit cards 2 years, of calls and visits', () => {
    const regions = ['CN']
    const recording = { kinds: ['recording'] } as const
    expect(keptBy(under('cn-card2011', { ...recording, ...call }, { regions, ...card }))).toBe(
      'CN-K-01 2028-03-01',
    )
    expect(keptBy(under('cn-card2011', { ...recording, ...visit }, { regions, ...card }))).toBe(
      'CN-K-01 2028-03-01',
    )
    expect(keptBy(under('cn-card2011', { ...recording, channel: 'sms' }, { regions, ...card }))).toBe(
      'no rule',
    )
    expect(keptBy(under('cn-card2011', { ...recording, ...call }, { regions }))).toBe('no rule')
  })

  it('CN-L-05 and -06: personal data only as long as the longest duty, here 3 years, from the end of collection', () => {
    expect(personalBy(under('cn-law', {}, { regions: ['CN'] }))).toBe('CN-L-05 2029-07-01')
  })

  it('a communication is kept 3 years under NY-C-04, in the city, from September 2026', () => {
    const at = { kinds: ['message'], at: Date.parse('2026-09-02T12:00:00Z') } as const
    const inCity = { regions: ['US-NY-NYC'] }
    expect(keptBy(under('us-nyc', at, inCity))).toBe('NY-C-04 2029-09-02')
    expect(keptBy(under('us-nyc', { kinds: ['recording'], ...call }, inCity))).toBe('NY-C-04 2029-03-01')
    expect(keptBy(under('us-nyc', at, { regions: ['US-CA'] }))).toBe('no rule')
  })

  it('Regulation F binds collectors for others, not the lender itself', () => {
    expect(keptBy(under('us-fed-regf', { kinds: ['message'] }, own))).toBe('no rule')
  })

  it('each rule that there is has a case here', () => {
    const named = retainRules(law.packs, law.calendars).map(({ rule }) => rule.rule)
    expect(named.sort()).toEqual(
      'AU-09 CL-05 CN-C-07 CN-G-06 CN-K-01 CN-L-05 CN-L-06 CN-N-03 CN-N-04 GB-13 NY-C-04 US-F-26 US-F-27 XX-07 XX-08'.split(
        ' ',
      ),
    )
  })
})
