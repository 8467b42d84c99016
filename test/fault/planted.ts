/** What a row of another system, an old version or a hand in psql may leave: one per table and type of column that the loop reads or writes. Each is planted on an account of its own, `$1`, before the loop comes to it. */
const onAccount = (set: string): string => `update account set ${set} where external_id = $1`
const onPerson = (set: string): string =>
  `update person p set ${set} from account a where a.person_id = p.id and a.external_id = $1`
const onCase = (set: string): string =>
  `update collection_case k set ${set} from account a where a.id = k.account_id and a.external_id = $1`
const onPoint = (set: string): string =>
  `update contact_point c set ${set} from account a where a.person_id = c.person_id and a.external_id = $1`
/** The contact that is in hand, or was made last. */
const onContact = (set: string): string => `
  update contact c set ${set} where c.id = (
    select max(d.id) from contact d join account a on a.id = d.account_id where a.external_id = $1)`
const onText = (set: string): string =>
  `update contact c set ${set} from account a where a.id = c.account_id and c.step = 'friendly' and a.external_id = $1`
const row = (table: string, columns: Record<string, string>): string => `
  insert into ${table} (person_id, account_id, ${Object.keys(columns).join(', ')})
  select person_id, id, ${Object.values(columns).join(', ')} from account where external_id = $1`

const payment = row('payment', {
  external_id: `'X'`,
  amount: '1',
  happened_at: `'infinity'`,
  recorded_at: 'business_now()',
})
const bill = `update obligation o set due_on = '0044-03-15 BC' from account a where a.id = o.account_id and a.external_id = $1`
const promise = row('promise', {
  external_id: `'X'`,
  amount: '1',
  made_at: `'infinity'`,
  by_on: `'2026-04-01'`,
})
const lostBytes = onPoint(`value_sealed = '\\x00'`)
/** The next attempt does not fit its column. */
const triedTooOften = onContact('tries = 2147483647')
const rungTooOften = 'ring = 2147483647'
const longAgo = `changed_at = business_now() - interval '1 day'`

export const PLANTED = {
  detect: {
    zone: onAccount(`zones = 'Nowhere/Land', look_on = '2026-03-01'`),
    anchor: onAccount(`anchor = 'infinity', look_on = '2026-03-01'`),
    snapshot: onAccount(`snapshot_at = '-infinity'`),
    bill,
    payment,
  },
  figures: {
    day: `insert into creditor_feed (creditor, lines, age_days) values ($1, '{infinity, 2026-02-01}', 5)`,
  },
  decide: {
    zone: onPerson(`zones = '{Nowhere/Land}'`),
    hold: row('hold', {
      kind: `'hold'`,
      external_id: `'H'`,
      from_at: `'2026-02-01'`,
      until_on: `'infinity'`,
    }),
    promise,
    evidence: row('evidence', { key: `'x'`, value: `'1'`, at: `'-infinity'` }),
    episode: onCase(`snapshot = '{"episodes": null}'`),
    opened: onCase(`opened_on = '10000-01-01'`),
  },
  relay: { due: onContact(`not_before = '-infinity'`) },
  redeem: {
    number: lostBytes,
    name: onPerson(`name_sealed = '\\x00', key_id = 'lost-name'`),
    end: onContact(`expires_at = 'infinity'`),
    strategy: onCase(`strategy_hash = 'gone'`),
    tries: triedTooOften,
  },
  /** What the provider calls the message cannot be stored. */
  settle: { reference: null },
  offer: { end: onContact(`expires_at = 'infinity'`) },
  claim: { number: onPoint(`key_id = 'lost-number'`), tries: triedTooOften },
  sweep: {
    since: onText(`state = 'unknown', changed_at = '-infinity'`),
    ring: onText(
      `state = 'unknown', ${longAgo}, ${rungTooOften}, asked_at = array[business_now() - interval '1 hour']`,
    ),
  },
  record: {
    bill,
    payment,
    closed: onAccount(`collection_at = 'infinity', collection = 'ended'`),
    score: onAccount(`score_at = '-infinity'`),
  },
  importer: { bill, payment },
  purge: {
    zone: onPerson(`zones = '{Nowhere/Land}'`),
    text: `update sealed s set created_at = 'infinity' from account a where a.person_id = s.person_id and a.external_id = $1`,
    contact: onContact(`at = '-infinity'`),
    fact: `update fact f set recorded_at = 'infinity' where f.id = (
      select max(g.id) from fact g join account a on a.id = g.account_id where a.external_id = $1)`,
    consent: row('evidence', { key: `'consent.x'`, value: `'1'`, at: `'infinity'` }),
  },
} as const satisfies Record<string, Record<string, string | null>>
export type PlantedLoop = keyof typeof PLANTED

/** The accounts of a loop, by name, with what is planted. */
export function plantedOf(loop: PlantedLoop): [account: string, statement: string | null][] {
  return Object.entries(PLANTED[loop]).map(([name, statement]) => [`${loop}-${name}`, statement])
}

export const ACCOUNTS = (Object.keys(PLANTED) as PlantedLoop[]).flatMap((loop) =>
  plantedOf(loop).map(([account]) => account),
)
export const GOOD = ['good-1', 'good-2', 'good-3', 'good-4', 'good-5']
