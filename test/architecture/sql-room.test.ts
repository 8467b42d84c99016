import { describe, expect, it } from 'vitest'
import { isNode, nodesOf, placeOf, type Source, sourceOf, sourcesIn } from './source.ts'

const ROOM = 'src/shell/pg/'
/** What a statement of Postgres looks like, also in the middle of a text. */
const SQL =
  /\b(select\s[\s\S]*\bfrom\s+[a-z$(]|select\s+[a-z_]+\(|exists\s*\(\s*select\b|insert\s+into\s+\S|update\s+[a-z_]+(\s+[a-z])?\s+set\s|delete\s+from\s+[a-z]|copy\s+[a-z_]+\s*\([^)]*\)\s*(from|to)\b|(create|alter|drop)\s+(table|database|role|index)\b|grant\s+\w+.*\son\s|truncate\s+[a-z_]+$)/i

function sqlIn(source: Source): string[] {
  return nodesOf(source, 'Literal', 'TemplateLiteral')
    .filter((node) => SQL.test(textOf(node)))
    .map((node) => placeOf(source, node))
}

/** A template with its holes as `$`. */
function textOf(node: ReturnType<typeof nodesOf>[number]): string {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : ''
  const parts = Array.isArray(node['quasis']) ? node['quasis'].filter(isNode) : []
  return parts.map((part) => (part['value'] as { cooked: string }).cooked).join('$')
}

/** Rows that are cast and not declared: fewer is better, more is a defect. */
const STILL_CAST = 13

/** Questions to the database that name the type of their row themselves. */
function castsIn(source: Source): string[] {
  return nodesOf(source, 'CallExpression')
    .filter(({ callee, typeArguments }) => {
      const property = isNode(callee) ? callee['property'] : null
      return isNode(property) && property['name'] === 'query' && isNode(typeArguments)
    })
    .map((node) => placeOf(source, node))
}

describe('a row of a statement', () => {
  it('a row is declared with its statement, and no further one is cast', () => {
    const declared = 'src/shell/pg/base/statement.ts'
    const casts = sourcesIn('src', 'demo')
      .filter(({ path }) => path !== declared)
      .flatMap(castsIn)
    expect(casts.length, casts.join('\n')).toBeLessThanOrEqual(STILL_CAST)
  })

  it('a row that is cast is found', () => {
    expect(castsIn(sourceOf('src/x.ts', "db.query<{ id: number }>('x')"))).toHaveLength(1)
    expect(castsIn(sourceOf('src/x.ts', "db.query('x')"))).toEqual([])
  })
})

describe('the text of a statement', () => {
  it('the text stands in the room of Postgres alone', () => {
    const others = sourcesIn('src', 'demo', 'workers').filter(({ path }) => !path.startsWith(ROOM))
    expect(others.flatMap(sqlIn)).toEqual([])
  })

  it.each([
    ['a read', "db.query('select id from person')"],
    ['a read of nothing but a function', "db.query('select business_now() as now')"],
    ['a read with a hole', 'db.query(`select id from ${table} where id = $1`)'],
    ['a part of a read', 'const any = `exists (select from ${table})`'],
    ['a write', "db.query('insert into audit (at) values (now())')"],
    ['a change', 'db.query(`update contact c set state = $1`)'],
    ['a removal', "db.query('delete from import_staging where run_id = $1')"],
    ['a copy', "copyFrom('copy import_staging (line, fact) from stdin')"],
    ['a new database', 'client.query(`create database ${name}`)'],
  ])('a statement is found as %s', (_, text) => {
    expect(sqlIn(sourceOf('src/x.ts', text))).toHaveLength(1)
  })

  it.each([
    ['a sentence', "const words = 'select a strategy for the account, then update the file'"],
    ['advice', "const why = 'delete the file, or create another one'"],
    ['the name of a file', "import { pick } from './select.ts'"],
  ])('no statement is found in %s', (_, text) => {
    expect(sqlIn(sourceOf('src/x.ts', text))).toEqual([])
  })
})
