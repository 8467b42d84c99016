import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

/** Every place at which something sealed is stored, and the column that names its key. */
export const SEALED_AT = [
  { table: 'person', value: 'name_sealed', key: 'key_id' },
  { table: 'contact_point', value: 'value_sealed', key: 'key_id' },
  { table: 'sealed', value: 'value', key: 'key_id' },
  { table: 'letter', value: 'pdf_sealed', key: 'key_id' },
  { table: 'dialer_list', value: 'body_sealed', key: 'key_id' },
  { table: 'webhook', value: 'secret_sealed', key: 'key_id' },
  // A secret before signs for a while, and is of no use after that. Workers of an older version read the last one from the subscription.
  {
    table: 'webhook',
    value: 'case when before_until > clock_timestamp() then before_sealed end',
    key: 'before_key_id',
  },
  {
    table: 'webhook_secret_before',
    value: 'case when until > clock_timestamp() then sealed end',
    key: 'key_id',
  },
  { table: 'import_text', value: 'value', key: 'key_id' },
] as const

interface Counted {
  key: string
  table: string
  count: number
}

const COUNTED = statement<Counted>({
  name: 'seal-keys',
  once: true,
  text: `
    select key, of as "table", sum(values)::int8 as count from (
      ${SEALED_AT.map(
        ({ table, value, key }) =>
          `select ${key} as key, '${table}' as of, count(*) as values from ${table} where ${value} is not null group by 1`,
      ).join('\n      union all ')}
    ) s group by key, of order by key, of`,
  row: { key: 'text', table: 'text', count: 'int8' },
})

/** A seal key, and how many values only it can open. */
export interface SealKey {
  key: string
  values: number
  /** The same by table. */
  tables: Record<string, number>
}

/** The keys under which something is stored; one that is not among them opens nothing any more. It takes a pass over every sealed value. */
export async function sealKeys(db: Sql): Promise<SealKey[]> {
  const keys = new Map<string, SealKey>()
  for (const { key, table, count } of await ask(db, COUNTED)) {
    const { values = 0, tables = {} } = keys.get(key) ?? {}
    keys.set(key, { key, values: values + count, tables: { ...tables, [table]: count } })
  }
  return [...keys.values()]
}
