import type { Sql } from '../base/database.ts'
import { json } from '../base/cell.ts'
import { anyJson } from '../base/read-json.ts'
import { ask, plainStatement } from '../base/statement.ts'

const PERSON = plainStatement({
  name: 'export-person',
  once: true,
  text: `
    select p.id, p.external_id as debtor, p.name_sealed as name, p.key_id as "keyId", p.locale, p.regions, p.zones,
      h.external_id as household, p.closed, p.closed_at as "closedAt", p.erased_at as "erasedAt"
    from person p left join household h on h.id = p.household_id where p.id = $1`,
  row: {
    id: 'int8',
    debtor: 'text',
    name: 'bytea?',
    keyId: 'text?',
    locale: 'text',
    regions: 'text[]',
    zones: 'text[]',
    household: 'text?',
    closed: json(anyJson),
    closedAt: 'timestamptz?',
    erasedAt: 'timestamptz?',
  },
})

export const personRows = (sql: Sql, person: number) => ask(sql, PERSON, [person])

const POINTS = plainStatement({
  name: 'export-points',
  once: true,
  text: `
    select id, kind, value_sealed as value, key_id as "keyId", line, place, role, valid, valid_at as "validAt", former,
      named_at as "namedAt"
    from contact_point where person_id = $1 order by id`,
  row: {
    id: 'int8',
    kind: 'text',
    value: 'bytea?',
    keyId: 'text',
    line: 'text',
    place: 'text',
    role: 'text',
    valid: 'bool',
    validAt: 'timestamptz?',
    former: 'bool',
    namedAt: 'timestamptz?',
  },
})

export const pointRows = (sql: Sql, person: number) => ask(sql, POINTS, [person])

const ZONES = plainStatement({
  name: 'export-zones',
  once: true,
  text: 'select zones from person where id = $1',
  row: { zones: 'text[]' },
})

/** The zones that the person may be in; none = nobody is known by that number. */
export async function zonesOf(sql: Sql, person: number): Promise<string[]> {
  const [row] = await ask(sql, ZONES, [person])
  return row?.zones ?? []
}
