import pg from 'pg'
import type { Day, Instant } from '../../../core/base/time.ts'

const DATE = 1082
const TIMESTAMPTZ = 1184
const INT8_ARRAY = 1016
const TEXT_ARRAY = 1009

pg.types.setTypeParser(20, Number) // int8
pg.types.setTypeParser(1700, Number) // numeric
pg.types.setTypeParser(INT8_ARRAY as number, integersOf)
const textsOf = pg.types.getTypeParser(TEXT_ARRAY as number)
pg.types.setTypeParser(TEXT_ARRAY as number, (text) => (text === '{}' ? [] : textsOf(text)))
pg.types.setTypeParser(DATE, (text) => text)
pg.types.setTypeParser(1114, (text) => Date.parse(`${text}Z`))
pg.types.setTypeParser(TIMESTAMPTZ, instantOfText)

/** The integers of a list that holds no null. */
function integersOf(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)
}

/** The parsers of queries that decide: a day or an instant that the engine cannot count with is an error of its row. A query that only tells (`Database.query`) tells it as it is. */
export const STRICT: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === DATE) return strictDay as never
    if (format !== 'binary' && oid === TIMESTAMPTZ) return strictInstant as never
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/** The text of a day of four digits; all others are longer or shorter. */
export function strictDay(text: string): Day {
  if (text.length === 10) return text
  throw new RangeError('not a day of the years 1 to 9999')
}

function strictInstant(text: string): Instant {
  const at = instantOfText(text)
  if (Number.isFinite(at)) return at
  throw new RangeError('not an instant')
}

/** What a server that keeps UTC writes is read digit by digit: a row of a page has half a dozen of them. The first hundred years are left to the pattern, since `Date.UTC` takes them for those of the last century. */
function instantOfText(text: string): Instant {
  if (text.length < 30 && text.endsWith('+00') && text[4] === '-' && text[0] !== '0')
    return (
      Date.UTC(
        digits(text, 0, 4),
        digits(text, 5, 7) - 1,
        digits(text, 8, 10),
        digits(text, 11, 13),
        digits(text, 14, 16),
        digits(text, 17, 19),
      ) + millisIn(text)
    )
  return rareInstant(text)
}

function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let place = from; place < to; place++) number = number * 10 + text.charCodeAt(place) - ZERO
  return number
}
const ZERO = 48

/** What is finer than milliseconds is cut off; whole seconds have no fraction. */
function millisIn(text: string): number {
  const last = text.length - '+00'.length
  let millis = 0
  for (let place = 20; place < 23; place++)
    millis = millis * 10 + (place < last ? text.charCodeAt(place) - ZERO : 0)
  return millis
}

const RARE = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(:?\d\d)?( BC)?$/

/** Another offset, a year beyond 9999 or before Christ, infinity; NaN for what no Date can hold. */
function rareInstant(text: string): Instant {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  const [, digits = '', month = '', day = '', time = '', hours = '', minutes = '', bc] = RARE.exec(text) ?? []
  const year = bc ? 1 - Number(digits) : Number(digits)
  const sign = year < 0 ? '-' : '+'
  const years = `${sign}${String(Math.abs(year)).padStart(6, '0')}`.replace('-000000', '+000000')
  return Date.parse(`${years}-${month}-${day}T${time}${hours}:${minutes.replace(':', '') || '00'}`)
}
