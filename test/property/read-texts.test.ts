import fc from 'fast-check'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { segmentsOf } from '../../src/core/channel/segments.ts'
import { normalOf } from '../../src/core/wording/normal.ts'
import '../../src/shell/pg/base/parsers.ts'
import { drawn } from './drawn.ts'

/** Texts of several scripts, with what is taken apart, put together, left out or counted twice. */
const signs = fc.constantFrom(
  ...Array.from(
    'aZ09 \t\n-.,%催收还款，。：！（）「」〇・～ＡＢ１２　㌔㈱豈ﷺéÅßǅΣςйй\u0301\u200b\u00ad’`´가각\u1100\u1161नमस्ते😀𠮷',
  ),
  '\u3099',
  '\u302a',
  '\ufe0f',
  '\r',
)
const text = fc.array(signs, { maxLength: 200 }).map((all) => all.join(''))
const chinese = fc
  .array(fc.constantFrom(...Array.from('您的账款已逾期，请还。：A1 %-\n')), { maxLength: 200 })
  .map((all) => all.join(''))

function slowly(given: string): string {
  return given
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f\ufe00-\ufe0f]|\p{Cf}/gu, '')
    .replaceAll(/[‘’ʼ`´]/g, "'")
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** 70 units in one message, 67 in each of several, and no pair is parted. */
function wideMessages(given: string): number {
  if (given.length <= 70) return 1
  const parts = ['']
  for (const sign of given) {
    const last = parts.at(-1) ?? ''
    if (last.length + sign.length > 67) parts.push(sign)
    else parts[parts.length - 1] = last + sign
  }
  return parts.length
}

const instantOf = pg.types.getTypeParser(1184) as (text: string) => number

describe('what is read the short way is what the long way gives', () => {
  it('texts as they are compared', () => {
    fc.assert(
      fc.property(fc.oneof(text, chinese), (given) => {
        expect(normalOf(given)).toBe(slowly(given))
      }),
      drawn(2000),
    )
  })

  it('messages that a network bills', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, chinese).map((given) => `款${given}`),
        (given) => {
          expect(segmentsOf(given)).toEqual({ alphabet: 'UCS-2', count: wideMessages(given) })
        },
      ),
      drawn(1000),
    )
  })

  it('instants that Postgres writes', () => {
    const [from, to] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')]
    const instant = fc.integer({ min: from, max: to })
    fc.assert(
      fc.property(instant, fc.nat({ max: 999 }), fc.nat({ max: 6 }), (at, micros, places) => {
        const iso = new Date(at).toISOString()
        const fraction = `${iso.slice(20, 23)}${String(micros).padStart(3, '0')}`.slice(0, places)
        const written = `${iso.slice(0, 10)} ${iso.slice(11, 19)}${places > 0 ? `.${fraction}` : ''}+00`
        const kept = Date.parse(`${iso.slice(0, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
        expect(instantOf(written)).toBe(kept)
      }),
      drawn(1000),
    )
  })
})
