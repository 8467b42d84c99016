import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrayText } from '../../../src/shell/pg/base/array-text.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

describe('array parameters', () => {
  let test: TestDatabase

  beforeAll(async () => {
    test = await freshDatabase()
  })
  afterAll(() => test.drop())

  async function back(values: unknown[], type: string): Promise<unknown[]> {
    const rows = await test.db.query<{ value: unknown }>(
      `select value from unnest($1::${type}[]) with ordinality as u (value, nth) order by nth`,
      [values],
    )
    return rows.map(({ value }) => value)
  }

  it.each([
    [
      'text',
      [
        'plain',
        '',
        ' ',
        'a b',
        'a,b',
        '{',
        '}',
        '"',
        '\\',
        '\\"',
        'null',
        'NULL',
        'Null',
        null,
        'é退订',
        "'",
        '\n',
        '-1',
      ],
    ],
    ['text', ['a"\n\\b', '\t"', '\u0001', '\u007f"', '\u2028"', '😀"', 'a/b', '{"a":"\\n\\u0001"}']],
    ['text', ['a b', '"', 'a b', '"', '"', null, '"', null, 'a b', 'c d', '"']],
    ['bigint', [0, -5, 9007199254740991, null]],
    ['float8', [0.1, -0, 1e21, null]],
    ['boolean', [true, false, null]],
    ['jsonb', [{ a: 'x"y\\z', b: [1, null] }, [], 'text'].map((value) => JSON.stringify(value))],
    ['bytea', [Buffer.from([0, 1, 92, 34, 255]), Buffer.alloc(0), null]],
    ['text', []],
  ] as [string, unknown[]][])('%s comes back as it went', async (type, values) => {
    const expected = type === 'jsonb' ? values.map((value) => JSON.parse(String(value)) as unknown) : values
    expect(await back(values, type)).toEqual(expected.map((value) => (Object.is(value, -0) ? 0 : value)))
  })

  it('numbers and plain words go unquoted, and what is neither is left to the driver', () => {
    expect(arrayText([1, 'sent', 'null', 'a b', true, undefined])).toBe('{1,sent,"null","a b",true,NULL}')
    const nested = [[1], [2]]
    expect(arrayText(nested)).toBe(nested)
  })
})
