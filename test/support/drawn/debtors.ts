import fc from 'fast-check'
import type {
  AccountId,
  CaseId,
  HouseholdId,
  NumberId,
  PersonId,
  PointId,
} from '../../../src/core/base/id.ts'
import type {
  ClosedHours,
  Dossier,
  DossierAccount,
  DossierEvidence,
  DossierPoint,
} from '../../../src/core/model/dossier.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'
import { accountOf, at, caseOf, holdOf, pointOf, promiseOf } from '../../core/decide/build.ts'

/** The sums lie at both sides of what strategies name, in currencies with none, two and three digits. */
const SUMS = [0, 1, 99, 499, 998, 1_000, 1_001, 2_499, 9_998, 10_000, 99_998, 999_999, 4_000_000]
const score = fc.option(
  fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
  ),
  { nil: null },
)

/** Everything in which two debtors of one morning may differ. Few values, so that many are alike. */
const debtor = fc.record({
  locale: fc.constantFrom('en', 'zh-CN'),
  home: fc.constantFrom<{ regions: string[]; zones: string[] }>(
    { regions: ['CN'], zones: ['Asia/Shanghai'] },
    { regions: ['CN'], zones: ['Asia/Shanghai'] },
    { regions: ['GB'], zones: ['UTC'] },
    { regions: ['US-NY'], zones: ['UTC'] },
    { regions: ['US-NY'], zones: ['America/New_York'] },
    { regions: ['US-DC', 'US-CA'], zones: ['America/New_York', 'America/Los_Angeles'] },
    { regions: ['GB'], zones: ['Europe/London'] },
    { regions: ['GB-ENG'], zones: ['Europe/London'] },
    { regions: ['IN'], zones: ['Asia/Kolkata'] },
    { regions: ['AU'], zones: ['Australia/Perth', 'Australia/Sydney'] },
    { regions: ['XX'], zones: ['UTC'] },
    { regions: [], zones: ['UTC'] },
  ),
  household: fc.constantFrom(null, null, 7),
  closed: fc.constantFrom<ClosedHours[]>([], [], [{ days: 'mon-fri', hours: ['09:00', '18:00'] }]),
  points: fc.array(
    fc.record({
      kind: fc.constantFrom('phone', 'phone', 'phone', 'phone', 'email', 'address'),
      line: fc.constantFrom('mobile', 'mobile', 'mobile', 'landline'),
      place: fc.constantFrom('home', 'work'),
      role: fc.constantFrom('debtor', 'debtor', 'debtor', 'debtor', 'debtor', 'third'),
      valid: fc.constantFrom(true, true, true, true, true, false),
      former: fc.constantFrom(undefined, undefined, undefined, undefined, true),
      namedAt: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
      number: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 3 },
  ),
  account: fc.record({
    creditor: fc.constantFrom('acme', 'demo-finance', 'example-water', 'example-two-wheelers'),
    actor: fc.constantFrom('first_party', 'third_party', null),
    product: fc.constantFrom('consumer_loan', 'credit_card', 'retail_loan', 'utility', null),
    currency: fc.constantFrom('USD', 'CNY', 'JPY', 'GBP', 'INR', 'KWD'),
    pastDue: fc.oneof({ weight: 2, arbitrary: fc.constant(100_000) }, fc.constantFrom(...SUMS)),
    balance: fc.option(fc.integer({ min: 0, max: 9_000_000 }), { nil: null }),
    anchor: fc.constantFrom('2026-03-01', '2026-03-01', '2026-03-01', '2026-02-20', '2025-12-01', null),
    score,
    collection: fc.constantFrom('active', 'active', 'active', 'active', 'active', 'ended'),
  }),
  case: fc.record({
    number: fc.constantFrom(1, 1, 2),
    version: fc.constantFrom(0, 0, 3),
    strategy: fc.nat({ max: 5 }),
    place: fc.constantFrom(null, null, 0, 1),
    openedOn: fc.constantFrom('2026-03-02', '2026-02-21'),
    lastAnchor: fc.constantFrom('2026-03-01', '2026-02-20'),
    nextReviewAt: fc.constantFrom(0, 0, null, Date.parse('2026-07-01')),
  }),
  evidence: fc.array(
    fc.record({
      key: fc.constantFrom(
        'consent.sms',
        'consent.sms',
        'consent.electronic',
        'consent.autodial',
        'consent.place',
        'consent.channel',
        'point.not_reassigned',
        'visit.home_tried',
        'validation.sent_or_due_within_5d',
        'notice.dc_written',
      ),
      own: fc.constantFrom(true, true, false),
      point: fc.option(fc.nat({ max: 3 }), { nil: null }),
      value: fc.constantFrom<DossierEvidence['value']>(true, true, false, 'sms', 'home', 3),
      at: fc.constantFrom('2026-02-27 12:00', '2025-01-10 12:00', '2026-06-20 12:00'),
      until: fc.constantFrom(null, null, '2026-03-02 11:00'),
    }),
    { maxLength: 2 },
  ),
  /** The account is one that the strategy is for. */
  fits: fc.constantFrom(true, true, true, false),
  trouble: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.constantFrom('hold', 'promise', 'received', 'apart', 'episode'),
  ),
})
type Debtor = typeof debtor extends fc.Arbitrary<infer T> ? T : never
const FIELDS = 'locale home household closed points account case evidence trouble'.split(
  ' ',
) as (keyof Debtor)[]

function dossierOf(given: Debtor, place: number, strategies: readonly Strategy[]): Dossier {
  const [person, account, theCase] = [100 + place * 7, 5_000 + place * 3, 900 + place * 2]
  const strategy = strategies[given.case.strategy % strategies.length]
  if (!strategy) throw new Error('there is no strategy')
  const { region: [region] = [], ...fitting } = given.fits ? fittingOf(strategy) : {}
  const points = given.points.map(({ number, former, ...point }, index): DossierPoint => {
    const own = { id: (20 + place * 10 + index) as PointId, number: (place * 10 + number) as NumberId }
    return pointOf({ ...point, ...own, ...(former && { former }) })
  })
  const stage = given.case.place === null ? undefined : strategy.stages[given.case.place]
  const evidence = given.evidence.map(({ key, own, point, value, ...when }): DossierEvidence => {
    const of = { account: own ? (account as AccountId) : null, point: pointIn(points, point) }
    const until = when.until === null ? null : at(when.until)
    return { key, ...of, agent: null, value, at: at(when.at), until }
  })
  const { trouble } = given
  const episode = { entries: { [strategy.stages[0]?.stage ?? '']: '2026-03-02' }, dropped: {}, denied: {} }
  return {
    person: {
      id: person as PersonId,
      externalId: `D${person}`,
      household: given.household as HouseholdId | null,
      locale: given.locale,
      ...given.home,
      ...(region && { regions: [region] }),
      closed: given.closed,
    },
    points,
    accounts: [
      accountOf({
        ...given.account,
        ...fitting,
        id: account as AccountId,
        externalId: `A${account}`,
        endedReason: given.account.collection === 'ended' ? 'sold' : null,
        received: trouble === 'received' ? [{ at: 1, recordedAt: 1, amount: 5 }] : [],
        ...(trouble === 'apart' && { apart: { fees: 3 } as unknown as DossierAccount['apart'] }),
      } as Partial<DossierAccount>),
    ],
    cases: [
      caseOf(strategy, {
        id: theCase as CaseId,
        account: account as AccountId,
        number: given.case.number,
        version: given.case.version,
        openedOn: given.case.openedOn,
        nextReviewAt: given.case.nextReviewAt,
        snapshot: { episodes: {}, lastAnchor: given.case.lastAnchor },
        ...(stage && { state: 'working', stage: stage.stage }),
        ...(trouble === 'episode' && {
          snapshot: { episodes: { '2026-03-01': episode }, lastAnchor: '2026-03-01' },
        }),
      }),
    ],
    holds: trouble === 'hold' ? [holdOf({ account: account as AccountId })] : [],
    promises: trouble === 'promise' ? [promiseOf({ account: account as AccountId })] : [],
    evidence,
    contacts: [],
    denied: [],
    asked: [],
  }
}

function fittingOf({ applies }: Strategy): Partial<DossierAccount> & { region?: string[] } {
  const { creditor, actor, product, region, currency } = applies
  const first = { creditor: creditor?.[0], actor: actor?.[0], product: product?.[0], currency, region }
  return Object.fromEntries(Object.entries(first).filter(([, value]) => value !== undefined))
}

function pointIn(points: readonly DossierPoint[], place: number | null): PointId | null {
  return place === null ? null : (points[place]?.id ?? (1 as PointId))
}

/** Ten in the morning in Shanghai, London and New York, and other hours. */
const NOWS = [
  '03-02 02:00',
  '03-02 10:00',
  '03-03 02:00',
  '03-02 10:30',
  '03-02 15:00',
  '03-20 10:00',
  '06-01 09:30',
].map((day) => at(`2026-${day}`))
export const book = fc.record({
  kinds: fc.array(debtor, { minLength: 1, maxLength: 2 }),
  persons: fc.array(
    fc.record({
      kind: fc.nat({ max: 1 }),
      score,
      more: fc.nat({ max: 3 }),
      named: fc.option(fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }), { nil: null }),
      numbers: fc.option(fc.array(fc.nat({ max: 1 }), { minLength: 3, maxLength: 3 }), { nil: null }),
      shown: fc.option(fc.nat({ max: 2 }), { nil: null }),
      borrowed: fc.option(fc.constantFrom(...FIELDS), { nil: null, freq: 2 }),
    }),
    { minLength: 8, maxLength: 40 },
  ),
  now: fc.constantFrom(...NOWS),
  brakes: fc.array(
    fc.record({
      channel: fc.constantFrom(null, 'sms', 'call'),
      strategy: fc.constant(null),
      creditor: fc.constantFrom(null, 'acme'),
      from: fc.constantFrom(...NOWS.map((now) => now - 3_600_000)),
      to: fc.constantFrom(null, at('2026-03-02 09:00')),
    }),
    { maxLength: 2 },
  ),
})
type Book = typeof book extends fc.Arbitrary<infer T> ? T : never

/** Persons of a few kinds, with scores and sums of their own; some differ from their kind in one thing. */
export function dossiersOf({ kinds, persons }: Book, strategies: readonly Strategy[]): Dossier[] {
  return persons.map(({ kind, score, more, named, numbers, shown, borrowed }, place) => {
    const own = kinds[kind % kinds.length]
    const other = kinds[(kind + 1) % kinds.length]
    if (!own || !other) throw new Error('there is no kind')
    const given = borrowed === null ? own : { ...own, [borrowed]: other[borrowed] }
    const { account, points, evidence } = given
    return dossierOf(
      {
        ...given,
        account: { ...account, score, pastDue: account.pastDue + more, balance: place * 100 },
        points: points.map((point, index) => ({
          ...point,
          namedAt: named?.[index] ?? point.namedAt,
          number: 1 + (numbers?.[index] ?? point.number),
        })),
        evidence: evidence.map((one) => ({ ...one, point: shown ?? one.point })),
      },
      place,
      strategies,
    )
  })
}
