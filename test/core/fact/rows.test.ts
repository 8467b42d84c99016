import { describe, expect, it } from 'vitest'
import { readFields } from '../../../src/core/fact/read-fields.ts'
import { readRow } from '../../../src/core/fact/read-row.ts'
import { namedInText, refusedRow, subjectIn } from '../../../src/core/fact/refused-row.ts'
import { asName, formsOf, isName, unstorable } from '../../../src/core/fact/text.ts'

const digest = (text: string, isPoint: boolean) => `${isPoint ? 'point' : 'text'}(${text})`

describe('what a name is read as', () => {
  it.each([
    ['plain', 'A-1', 'A-1', true, ['A-1']],
    ['blanks around it', ' A 1\r\n', 'A 1', true, [' A 1\r\n', 'A 1']],
    ['letters that are put together', 'Mu\u0308ller', 'M\u00fcller', true, ['Mu\u0308ller', 'M\u00fcller']],
    ['something unseen in it', 'A\u200b1', 'A\u200b1', false, ['A\u200b1', 'A1']],
    ['a byte order mark before it', '\ufeffA1', '\ufeffA1', false, ['\ufeffA1', 'A1']],
    ['half of a pair', 'A\ud8001', 'A\ud8001', false, ['A1']],
    ['a zero', 'A\u00001', 'A\u00001', false, ['A1']],
    ['nothing', '', '', false, []],
    ['blanks', '  ', '', false, ['  ']],
  ])('%s', (_, given, kept, good, forms) => {
    expect([asName(given), isName(asName(given)), formsOf(given)]).toEqual([kept, good, forms])
  })

  it('text that no store keeps is told with its place, also in a key', () => {
    const place = (value: unknown) => unstorable(value)?.path ?? (unstorable(value) && 'here')
    expect(place('fine')).toBeNull()
    expect(place({ a: [1, null, true, { b: 'fine' }] })).toBeNull()
    expect(place('\u0000')).toBe('here')
    expect(place({ a: { b: ['fine', '\ud800'] } })).toBe('a.b[1]')
    expect(place({ 'a b': '\u0000' })).toBe('this')
    expect(place({ 'a\u0000': 1 })).toBe('this')
    expect(unstorable({ a: '\u0000' })).toEqual({
      code: 'bad_text',
      path: 'a',
      message: 'a zero character or half of a character pair is in the text',
      suggestion: 'write the text as valid UTF-8 without \\u0000',
    })
  })
})

describe('a row of text', () => {
  const told = (text: string) => {
    const read = readRow(text)
    return 'row' in read ? read.row : [read.problem.code, read.problem.path ?? '-', read.given ?? '-']
  }

  it.each([
    ['{"a":1,"b":{"a":2}}', { a: 1, b: { a: 2 } }],
    ['[1]', ['not_json', '-', '-']],
    ['null', ['not_json', '-', '-']],
    ['"x"', ['not_json', '-', '-']],
    ['{"account":"A1","amou', ['not_json', '-', { account: ['A1'], debtor: [] }]],
    ['{"debtor" : "D\\u0031" x', ['not_json', '-', { account: [], debtor: ['D1'] }]],
    ['{"a":1,"\\u0061":2}', ['key_twice', 'a', { a: 2, account: [], debtor: [] }]],
    ['{"a b":1,"a b":2}', ['key_twice', 'this', { 'a b': 2, account: [], debtor: [] }]],
    ['{"account":"A1","account":"A2"}', ['key_twice', 'account', { account: ['A1', 'A2'], debtor: [] }]],
    [
      `{"account":"A1","x":${'['.repeat(9)}${']'.repeat(9)}}`,
      ['row_too_deep', '-', { account: ['A1'], debtor: [] }],
    ],
    [
      `{"account":"A1","x":"${'y'.repeat(128 * 1024)}"}`,
      ['row_too_long', '-', { account: ['A1'], debtor: [] }],
    ],
  ] as const)('%.60s', (text, then) => expect(told(text)).toEqual(then))

  it('the names in a text are all that stand behind their keys, as far as they can be read', () => {
    expect(namedInText('"account":"A1" "account" : "A\\"2" "account":3 "debtor":"\\u00"')).toEqual({
      account: ['A1', 'A"2'],
      debtor: [],
    })
    expect(namedInText(`${' '.repeat(64 * 1024)}"account":"A1"`).account).toEqual([])
  })
})

describe('the fields of a row', () => {
  const read = (row: Record<string, unknown>, names = ['account', 'accounts']) => {
    const { given, warnings, was } = readFields(row, names)
    return { given, warnings: warnings.map(({ code, path }) => `${code} ${path}`), was }
  }
  const asIs = (row: Record<string, unknown>) =>
    expect(read(row)).toEqual({ given: row, warnings: [], was: null })

  it('a name is trimmed, alone or in a list, and told', () => {
    expect(read({ account: ' A1', accounts: ['A2 ', 3, 'A3'], other: ' x' })).toEqual({
      given: { account: 'A1', accounts: ['A2', 3, 'A3'], other: ' x' },
      warnings: ['id_changed account', 'id_changed accounts'],
      was: { account: ' A1' },
    })
    asIs({ account: 'A1', accounts: ['A2'] })
    asIs({ account: 7 })
  })

  it('a date that means none is none, of figures only', () => {
    const figures = (oldestDueOn: unknown, pastDue: unknown = '5.00') => ({
      type: 'account.snapshot',
      oldestDueOn,
      pastDue,
    })
    const none = (row: Record<string, unknown>) =>
      expect(read(row)).toEqual({
        given: { ...row, oldestDueOn: null },
        warnings: ['no_date oldestDueOn'],
        was: null,
      })
    none(figures('9999-12-31'))
    none(figures('2200-01-01'))
    none(figures('0000-00-00', '0.00'))
    none(figures('1900-00-00', '0'))
    asIs(figures('0000-00-00'))
    asIs(figures('0000-00-00', 0))
    asIs(figures('2026-02-01', '0'))
    asIs(figures(null))
    asIs({ type: 'obligation.billed', oldestDueOn: '9999-12-31' })
  })

  it('a locale that names no language is none, of an account only', () => {
    const line = { type: 'account.opened', locale: '??' }
    expect(read(line)).toEqual({
      given: { type: 'account.opened' },
      warnings: ['unknown_locale locale'],
      was: { locale: '??' },
    })
    for (const locale of ['en', 'zh-CN', 'pt_BR', 7]) asIs({ type: 'account.opened', locale })
    asIs({ type: 'score.changed', locale: '??' })
  })
})

describe('a row that was refused', () => {
  const place = { source: 'ledger' }

  it('it says whom it names and what it is about, as far as it can be read', () => {
    const given = {
      type: 'payment.recieved',
      account: ' A1',
      accounts: ['A2', 3, null],
      debtor: 'D1',
      payment: 'P1',
    }
    const problems = ['b', 'a', 'b'].map((code) => ({ code, message: code }))
    const more = { file: 'f.csv', line: 7, holds: false, rows: 3, kind: 'lines' }
    expect(refusedRow(given, problems, { ...place, ...more }, digest)).toEqual({
      refused: true,
      accounts: [' A1', 'A1', 'A2', '3'],
      debtors: ['D1'],
      type: 'payment.received',
      subject: 'P1',
      codes: ['a', 'b'],
      source: 'ledger',
      file: 'f.csv',
      line: 7,
      rows: 3,
      kind: 'lines',
      holds: false,
    })
    for (const nothing of [null, 'text', 7, { type: 7 }, { type: 'nonsense' }])
      expect(refusedRow(nothing, [], place, digest)).toEqual({
        refused: true,
        accounts: [],
        debtors: [],
        type: 'unreadable',
        subject: '-',
        codes: [],
        source: 'ledger',
        file: null,
        line: null,
        rows: 1,
        kind: null,
        holds: true,
      })
  })

  it.each([
    ['payment.received', { payment: ' P1 ' }, 'P1'],
    ['payment.received', { payment: 7 }, '7'],
    ['payment.received', { payment: '' }, '-'],
    ['payment.received', {}, '-'],
    ['payment.received', { payment: ['P1'] }, '-'],
    ['payment.received', { payment: 'a name with blanks' }, 'text(a name with blanks)'],
    ['payment.received', { payment: 'x'.repeat(41) }, `text(${'x'.repeat(41)})`],
    ['payment.received', { payment: 'x'.repeat(40) }, 'x'.repeat(40)],
    ['account.snapshot', {}, ''],
    ['point.invalid', { point: '+1202' }, 'text(point(+1202))'],
    ['point.invalid', { point: 7 }, '7'],
    ['optout.received', { channel: 'sms' }, 'text(["","sms"])'],
    ['brake.set', { at: '2026-03-01T10:00:00Z', key: null }, 'text(["1772359200000",""])'],
    ['brake.set', { at: 'never' }, 'text(["never",""])'],
    ['nonsense', {}, '-'],
  ])('the subject of %s %j', (type, given, then) => expect(subjectIn(type, given, digest)).toBe(then))
})
