import type { Instant } from '../../../core/base/time.ts'
import { kindsClosedBy } from '../../../core/model/human-task.ts'
import { BYTES } from '../base/cell.ts'
import type { Database, Sql } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement } from '../base/statement.ts'

/** A block has so many places, and each place a mark of so many bytes. */
export const PLACES = 256
export const BYTES_OF_MARK = 16
/** Fewer accounts do not make a block: they stand alone. */
export const ENOUGH = 32

/** A block of accounts; but for its instant and for those who leave it, nothing of it ever changes. */
export interface Block {
  id: number
  creditor: string
  scored: boolean
  /** The marks of the lines that its accounts are known by, place by place. */
  marks: Uint8Array
  /** The places of those who left. */
  left: number[]
}

const LEFT = 'array(select l.place::int8 from account_left l where l.block = b.id)'

const BLOCKS = plainStatement({
  name: 'import-blocks',
  text: `
    select b.id, b.creditor, b.scored, b.marks, ${LEFT} as left from account_block b where b.id = any($1) order by b.id`,
  row: { id: 'int8', creditor: 'text', scored: 'bool', marks: BYTES, left: 'int8[]' },
})

export async function blocksOf(sql: Sql, ids: readonly number[]): Promise<Block[]> {
  return ids.length === 0 ? [] : ask(sql, BLOCKS, [ids])
}

const OF_ACCOUNTS = plainStatement({
  name: 'import-blocks-of',
  text: `
    select distinct coalesce(a.block, 0) as id from unnest($1::text[]) as u (name) join account a on a.external_id = u.name
    where a.block is not null`,
  row: { id: 'int8' },
})

/** The blocks in which these accounts stand. */
export async function blocksOfAccounts(sql: Sql, accounts: readonly string[]): Promise<number[]> {
  return (await ask(sql, OF_ACCOUNTS, [accounts])).map(({ id }) => id)
}

/** A place in a block. */
export interface Place {
  block: number
  place: number
}

/** Whoever touches an account of these persons closes a question about it, or they have a hold for refused data; or a line that is staged names them. */
const ASIDE = plainStatement({
  name: 'import-blocks-aside',
  once: true,
  text: `
    with asked as materialized (
      select t.person_id, t.kind in ${oneOf(kindsClosedBy('taken_up'))} as always from human_task t
      where t.resolved_at is null
        and (t.kind in ${oneOf(kindsClosedBy('taken_up'))} or t.kind in ${oneOf(kindsClosedBy('nothing_owed'))})
      union all
      select h.person_id, true from hold h where h.reason = 'data_refused' and h.lifted_at is null
      union all
      select person_id, true from unnest($1::bigint[]) as u (person_id)
    ), whom as materialized (
      select person_id, bool_or(always) as always from asked group by 1
    )
    select coalesce(a.block, 0) as block, coalesce(a.place, 0::int2) as place
    from whom w join account a on a.person_id = w.person_id
    where a.block is not null and (w.always or a.past_due <= 0)`,
  row: { block: 'int8', place: 'int2' },
})

/** The places of accounts whose lines are told all the same: `named` = the persons whom other lines name. */
export async function placesAside(sql: Sql, named: readonly number[]): Promise<Place[]> {
  return ask(sql, ASIDE, [named])
}

const LEAVE = plainStatement({
  name: 'import-blocks-leave',
  once: true,
  text: `
    with gone as materialized (
      select b.persons[u.place + 1] as person, b.accounts[u.place + 1] as account, u.block
      from unnest($1::bigint[], $2::int2[]) as u (block, place) join account_block b on b.id = u.block
      order by 1, 2
    )
    update account a set block = null from gone g
    where a.person_id = g.person and a.id = g.account and a.block = g.block`,
  row: {},
})

/** These accounts stand alone from now on, as of what they were. Accounts are locked before blocks, as by whoever else changes an account. */
export async function leaveBlocks(db: Database, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  const lists = [places.map(({ block }) => block), places.map(({ place }) => place)]
  await db.transaction((tx) => ask(tx, LEAVE, lists))
}

const lockOf = (waits: string): string => `
    select b.id from account_block b
    where b.id = any($1) and b.at <= ${instantOf('$2')} order by b.id for no key update${waits}`
const LOCK = plainStatement({ name: 'import-blocks-lock', text: lockOf(''), row: { id: 'int8' } })
const LOCK_FREE = plainStatement({
  name: 'import-blocks-lock-free',
  text: lockOf(' skip locked'),
  row: { id: 'int8' },
})

const WHO_LEFT = plainStatement({
  name: 'import-blocks-left',
  text: `select b.id, ${LEFT} as left from account_block b where b.id = any($1)`,
  row: { id: 'int8', left: 'int8[]' },
})

const MOVE = plainStatement({
  name: 'import-blocks-move',
  text: `update account_block set at = ${instantOf('$2')}, moved = pg_current_xact_id() where id = any($1)`,
  row: {},
})

/** A block with those who had left it when it was moved on: they are not as of the file. */
export type Moved = Pick<Block, 'id' | 'left'>

/** Those who have left these blocks. */
export async function whoLeft(sql: Sql, ids: readonly number[]): Promise<Moved[]> {
  return ask(sql, WHO_LEFT, [ids])
}

export interface MoveBlocks {
  ids: readonly number[]
  at: Instant
  /** True = whoever has a block in hand is waited for. */
  waits: boolean
  /** False = somebody stands in the block of whom the file does not say what is known. */
  mayMove: (block: Moved) => boolean
}

/** The blocks become as of that instant, unless they are as of a later one. Whoever leaves a block holds it, so that all who left before are seen under its lock, and who leaves afterwards leaves as of this instant. */
export function moveBlocks(db: Database, { ids, at, waits, mayMove }: MoveBlocks): Promise<Moved[]> {
  return db.transaction(async (tx) => {
    const locked = (await ask(tx, waits ? LOCK : LOCK_FREE, [ids, at])).map(({ id }) => id)
    if (locked.length === 0) return []
    const moved = (await ask(tx, WHO_LEFT, [locked])).filter(mayMove)
    await ask(tx, MOVE, [moved.map(({ id }) => id), at])
    return moved
  })
}

const TOLD = plainStatement({
  name: 'import-blocks-told',
  once: true,
  text: `update import_known set apart = '{}' where run_id = $1 and apart <> '{}'`,
  row: {},
})

/** What was set apart is told by now. */
export async function clearApart(sql: Sql, run: number): Promise<void> {
  await ask(sql, TOLD, [run])
}

const APART = plainStatement({
  name: 'import-blocks-apart',
  once: true,
  text: `
    insert into import_known (run_id, page, lines, persons, accounts, marks, says, creditors, apart)
    select $1, t.page, '{}', '{}', '{}', '{}', '{}', '{}', array_agg(u.line)
    from unnest($2::bigint[]) as u (line) cross join lateral (
      select first_line as page from import_text
      where run_id = $1 and first_line <= u.line order by first_line desc limit 1) t
    group by t.page
    on conflict (run_id, page) do update set apart = import_known.apart || excluded.apart`,
  row: {},
})

/** These lines are told as any other. */
export async function setLinesApart(sql: Sql, run: number, lines: readonly number[]): Promise<void> {
  if (lines.length > 0) await ask(sql, APART, [run, lines])
}
