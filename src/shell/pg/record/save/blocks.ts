import type { AccountId } from '../../../../core/base/id.ts'
import type { DailyLine, LedgerChanges } from '../../../../core/model/ledger-changes.ts'
import type { LedgerAccount } from '../../../../core/model/ledger.ts'
import { arrayText } from '../../base/array-text.ts'
import type { SqlTransaction } from '../../base/database.ts'
import { instantOf } from '../../base/instant.ts'
import { ask, plainStatement } from '../../base/statement.ts'
import { type Place, PLACES } from '../../feed/blocks.ts'

/** An account and the line that it is known by. */
interface Daily extends DailyLine {
  account: LedgerAccount
  mark: string
}

/** The places in new blocks of those accounts of the page that a file told as of one instant, and of whom there are enough together. The update that takes an account out of its block brings it into the new one. */
export async function placesInBlocks(
  tx: SqlTransaction,
  { accounts, daily }: Pick<LedgerChanges, 'accounts' | 'daily'>,
  enough: number,
): Promise<ReadonlyMap<AccountId, Place>> {
  const places = new Map<AccountId, Place>()
  if (daily.size < enough) return places
  const blocks = blocksOf(accounts, daily).filter((those) => those.length >= enough)
  for (const [index, { id }] of (await insertBlocks(tx, blocks)).entries())
    for (const [place, { account }] of (blocks[index] ?? []).entries())
      places.set(account.id, { block: id, place })
  return places
}

function blocksOf(accounts: readonly LedgerAccount[], lines: LedgerChanges['daily']): Daily[][] {
  const byId = new Map(accounts.map((account) => [account.id, account]))
  const groups = new Map<string, Daily[]>()
  for (const [id, line] of lines) {
    const account = byId.get(id)
    const mark = account?.lineMark ?? null
    if (account === undefined || mark === null || !mayStand(account, line)) continue
    const name = `${line.at} ${line.scored} ${account.creditor}`
    const group = groups.get(name)
    if (group) group.push({ ...line, account, mark })
    else groups.set(name, [{ ...line, account, mark }])
  }
  return [...groups.values()].flatMap(inBlocks)
}

/** All that its line rests on is as of that instant, so that it moves on with others. */
function mayStand(account: LedgerAccount, { at, scored }: DailyLine): boolean {
  const { feed, staleFrom, collection, pastDue, snapshotAt, lineAt, scoreAt } = account
  const isAsOf = snapshotAt === at && lineAt === at && (!scored || scoreAt === at)
  return isAsOf && feed === 'snapshot' && staleFrom === null && (collection === 'active' || pastDue === 0)
}

function inBlocks(all: readonly Daily[]): Daily[][] {
  const blocks: Daily[][] = []
  for (let from = 0; from < all.length; from += PLACES) blocks.push(all.slice(from, from + PLACES))
  return blocks
}

const INSERT = plainStatement({
  name: 'record-new-blocks',
  text: `
    insert into account_block (creditor, scored, at, persons, accounts, marks)
    select u.creditor, u.scored, ${instantOf('u.at')}, u.persons::bigint[], u.accounts::bigint[], u.marks
    from unnest($1::text[], $2::bool[], $3::float8[], $4::text[], $5::text[], $6::bytea[])
      with ordinality as u (creditor, scored, at, persons, accounts, marks, n)
    order by u.n returning id`,
  row: { id: 'int8' },
})

async function insertBlocks(
  tx: SqlTransaction,
  blocks: readonly (readonly Daily[])[],
): Promise<{ id: number }[]> {
  if (blocks.length === 0) return []
  return ask(tx, INSERT, [
    blocks.map(([first]) => first?.account.creditor),
    blocks.map(([first]) => first?.scored),
    blocks.map(([first]) => first?.at),
    blocks.map((those) => arrayText(those.map(({ account }) => account.person))),
    blocks.map((those) => arrayText(those.map(({ account }) => account.id))),
    blocks.map((those) => Buffer.from(those.map(({ mark }) => mark).join(''), 'hex')),
  ])
}
