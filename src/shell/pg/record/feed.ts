import type { ContentHash } from '../../../core/base/id.ts'
import type { Day } from '../../../core/base/time.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { type FeedFile, withDay } from '../../../core/model/feed-file.ts'
import type { FeedJudgement, FeedRow } from '../../../core/figures/judge-feed.ts'
import type { DueFeeds } from '../../../flow/ports/detect.ts'
import { feedFact } from '../../feed/feed-fact.ts'
import type { NewFact } from '../base/chain.ts'
import type { SqlTransaction } from '../base/database.ts'
import { columns, selected, shapeOf } from '../base/columns.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { column } from './column.ts'

const FEED = columns<FeedFile>({
  creditor: 'creditor text',
  completed: { of: (alias) => `${alias}.completed::text[]`, cell: 'text[]' },
  lines: { of: (alias) => `${alias}.lines::text[]`, cell: 'text[]' },
  age: 'age_days int4?',
  sends: 'sends text',
})
const DUE_FEED = {
  ...FEED,
  ...columns<Omit<FeedRow, keyof FeedFile>>({ staleOn: 'stale_on date?', wokenOn: 'woken_on date?' }),
}

/** The feeds of the creditors of these accounts and of those that the facts name. Rows that the page may bring a new day to are made and locked, the last before the chain of facts that are nobody's: most pages only read. */
export async function loadFeeds(
  tx: SqlTransaction,
  { feeds, openCases }: LedgerNeeds,
  accounts: Iterable<{ creditor: string }>,
): Promise<Map<string, FeedFile>> {
  const names = openCases || feeds.completed.length > 0 ? creditorsOf(feeds.creditors, accounts) : []
  if (names.length === 0) return new Map()
  const known = new Map((await read(tx, names)).map((row) => [row.creditor, row]))
  const news = names.filter((name) => mayBeNews(known.get(name), feeds))
  if (news.length > 0) {
    await tx.query(
      'insert into creditor_feed (creditor) select unnest($1::text[]) on conflict do nothing',
      [news],
      'feed-new',
    )
    await tx.query(
      'select from creditor_feed where creditor = any($1) order by creditor for no key update',
      [news],
      'feed-lock',
    )
    for (const row of await read(tx, news)) known.set(row.creditor, row)
  }
  return known
}

function creditorsOf(named: readonly string[], accounts: Iterable<{ creditor: string }>): string[] {
  return [...new Set([...named, ...[...accounts].map(({ creditor }) => creditor)])].sort()
}

/** Whether a day of the page would be kept: the rows stay unlocked for all pages of a file but the first. */
function mayBeNews(row: FeedFile | undefined, { lines, completed }: LedgerNeeds['feeds']): boolean {
  const news = (known: readonly Day[] = [], days: readonly Day[]): boolean =>
    days.some((day) => withDay(known, day) !== null)
  return news(row?.lines, lines) || news(row?.completed, completed)
}

const FEEDS = statement<FeedFile>({
  name: 'feed-read',
  text: `select ${selected(FEED, 'f')} from creditor_feed f where creditor = any($1)`,
  row: shapeOf(FEED),
})

function read(tx: SqlTransaction, names: string[]): Promise<FeedFile[]> {
  return ask(tx, FEEDS, [names])
}

/** Those rows are locked. */
export async function saveFeedFiles(tx: SqlTransaction, rows: LedgerChanges['feedFiles']): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update creditor_feed f set completed = u.completed::date[], lines = u.lines::date[], judged = null
     from unnest($1::text[], $2::text[], $3::text[]) as u (creditor, completed, lines)
     where f.creditor = u.creditor`,
    [
      column(rows, 'creditor'),
      rows.map(({ completed }) => listed(completed)),
      rows.map(({ lines }) => listed(lines)),
    ],
    'feed-save',
  )
}

export function feedFacts(news: LedgerChanges['feeds']): NewFact[] {
  return news
    .filter(({ by }) => by === 'lines')
    .map((one) => {
      const { at, ...fact } = feedFact(one)
      return { ...fact, happenedAt: at, digest: null }
    })
}

const DUE = `(judged is distinct from $1 or (stale_on <= $2::date and woken_on is distinct from stale_on))`
const ASIDE = `array(select id from parked where loop = 'figures' and cleared_at is null)`

const dueFeeds = (name: string, which: string) =>
  statement<FeedRow>({
    name,
    text: `
      select ${selected(DUE_FEED, 'f')} from creditor_feed f where ${DUE} and ${which}
      order by creditor limit $3 for no key update skip locked`,
    row: shapeOf(DUE_FEED),
  })

const DUE_FEEDS = dueFeeds('feed-due', `creditor <> all (${ASIDE})`)
const THESE_FEEDS = dueFeeds('feed-these', 'creditor = any ($4::text[])')

export function lockFeeds(
  tx: SqlTransaction,
  { config, day }: DueFeeds,
  limit: number,
  names?: readonly string[],
): Promise<FeedRow[]> {
  const params = [config, day, limit]
  return names ? ask(tx, THESE_FEEDS, [...params, names]) : ask(tx, DUE_FEEDS, params)
}

const NAMES = plainStatement({
  name: 'feed-names',
  text: `select creditor from creditor_feed where ${DUE} and creditor <> all (${ASIDE}) order by creditor limit $3`,
  row: { creditor: 'text' },
})

export async function feedNames(
  tx: SqlTransaction,
  { config, day }: DueFeeds,
  limit: number,
): Promise<string[]> {
  const rows = await ask(tx, NAMES, [config, day, limit])
  return rows.map(({ creditor }) => creditor)
}

export async function saveFeeds(
  tx: SqlTransaction,
  judged: readonly FeedJudgement[],
  config: ContentHash,
): Promise<void> {
  if (judged.length === 0) return
  await tx.query(
    `update creditor_feed f
     set age_days = u.age, sends = u.sends, stale_on = u.stale_on, woken_on = u.woken_on, judged = $7,
         wake_on = least(u.wake, f.wake_on),
         wake_person = case when u.wake is null then f.wake_person else 0 end,
         wake_account = case when u.wake is null then f.wake_account else 0 end
     from unnest($1::text[], $2::int[], $3::text[], $4::date[], $5::date[], $6::date[])
       as u (creditor, age, sends, stale_on, woken_on, wake)
     where f.creditor = u.creditor`,
    [
      column(judged, 'creditor'),
      column(judged, 'age'),
      column(judged, 'sends'),
      column(judged, 'staleOn'),
      column(judged, 'wokenOn'),
      column(judged, 'wake'),
      config,
    ],
    'feed-judged',
  )
}

const TO_WAKE = plainStatement({
  name: 'feed-wake',
  text: `select creditor, wake_on as day, wake_person as person, wake_account as account
     from creditor_feed where wake_on is not null order by creditor limit 1`,
  row: { creditor: 'text', day: 'date?', person: 'int8', account: 'int8' },
})

const WAKE = plainStatement({
  name: 'feed-wake-page',
  text: `with page as materialized (
       select a.person_id, a.id from account a
       where a.creditor = $1 and a.anchor is not null and (a.person_id, a.id) > ($3, $4)
       order by a.person_id, a.id limit $5 for no key update
     ), woken as (
       update account a set look_on = $2::date from page p
       where a.person_id = p.person_id and a.id = p.id
         and a.past_due > 0 and coalesce(a.look_on, 'infinity') > $2::date)
     select person_id as person, id as account from page order by person_id desc, id desc limit 1`,
  row: { person: 'int8', account: 'int8' },
})

/** One page of one creditor. The accounts are locked before its row, as recording locks them; two at once do the same page. */
export async function wakeAccounts(tx: SqlTransaction, limit: number): Promise<boolean> {
  const [row] = await ask(tx, TO_WAKE)
  if (!row) return false
  const { creditor, day, person, account } = row
  const woken = await ask(tx, WAKE, [creditor, day, person, account, limit])
  const last = woken[0]
  await tx.query(
    `update creditor_feed set wake_person = $3, wake_account = $4, wake_on = case when $5 then wake_on end
     where creditor = $1 and wake_on = $2::date and wake_person = $6 and wake_account = $7`,
    [creditor, day, last?.person ?? 0, last?.account ?? 0, last !== undefined, person, account],
    'feed-woken',
  )
  return true
}

function listed(days: readonly Day[]): string {
  return `{${days.join(',')}}`
}
