import { expect, test } from 'vitest'
import type { Instant } from '../../../src/core/base/time.ts'
import type { LegalStretch } from '../../../src/core/compliance/told/stretches.ts'
import { stripText } from '../../../src/shell/law/strip-text.ts'
import { stripOf } from '../../../src/shell/law/strip.ts'
import { at, NEW_YORK } from '../../support/law.ts'

function stretch(
  from: Instant,
  until: Instant,
  rules: string[] = [],
  liftsAt: Instant | null = until,
): LegalStretch {
  const refusals = rules.map((rule) => {
    return { rule, pack: 'xx-test', text: rule, cite: null, effect: 'block' as const, liftsAt }
  })
  return { from, until, refusals }
}

const MARK = { open: '#', closed: '.', part: '%', none: ' ' }
const drawn = (stretches: LegalStretch[], zone = NEW_YORK) =>
  stripOf(stretches, zone, 60).map(({ day, cells }) => `${day} ${cells.map((cell) => MARK[cell]).join('')}`)

test('a cell with an edge inside is neither open nor closed, and hours before the beginning are blank', () => {
  const stretches = [
    stretch(at('2026-05-05T06:00'), at('2026-05-05T09:30'), ['A']),
    stretch(at('2026-05-05T09:30'), at('2026-05-05T21:00')),
    stretch(at('2026-05-05T21:00'), at('2026-05-06T00:00'), ['A']),
  ]
  expect(drawn(stretches)).toEqual(['2026-05-05       ...%###########...'])
})

test('a skipped hour is blank, and an hour that is shown twice counts both times', () => {
  const spring = [stretch(at('2026-03-08T00:00'), at('2026-03-09T00:00'))]
  expect(drawn(spring)).toEqual(['2026-03-08 ## #####################'])
  const secondShowing = at('2026-11-01T01:00') + 3_600_000
  const autumn = [
    stretch(at('2026-11-01T00:00'), secondShowing),
    stretch(secondShowing, at('2026-11-01T05:00'), ['A']),
    stretch(at('2026-11-01T05:00'), at('2026-11-02T00:00')),
  ]
  expect(drawn(autumn)).toEqual(['2026-11-01 #%...###################'])
})

test('rows are days of the zone asked about', () => {
  const stretches = [stretch(Date.parse('2026-05-05T18:30:00Z'), Date.parse('2026-05-06T18:30:00Z'))]
  expect(drawn(stretches, 'Asia/Kolkata')).toEqual(['2026-05-06 ########################'])
  expect(drawn(stretches, 'Asia/Shanghai')).toEqual([
    '2026-05-06   ######################',
    '2026-05-07 ###                     ',
  ])
})

const look = {
  zone: NEW_YORK,
  width: 120,
  colour: false,
  isWindow: ({ rule }: { rule: string }) => rule === 'HOURS',
}

test('the note beside a row tells what closes which hours, and until when a limit lasts', () => {
  const free = at('2026-05-07T00:00')
  const lines = stripText(
    [
      stretch(at('2026-05-05T00:00'), at('2026-05-05T08:00'), ['HOURS']),
      stretch(at('2026-05-05T08:00'), at('2026-05-05T10:00')),
      stretch(at('2026-05-05T10:00'), at('2026-05-06T00:00'), ['CAP'], free),
      stretch(at('2026-05-06T00:00'), at('2026-05-06T12:00'), ['NEVER'], null),
    ],
    look,
  )
  expect(lines).toContain(`Tue 2026-05-05  ${'·'.repeat(16)}████${'·'.repeat(28)}  00:00-08:00 HOURS`)
  expect(lines).toContain(`${' '.repeat(66)}10:00-24:00 CAP until Thu 2026-05-07 00:00`)
  expect(lines.find((line) => line.startsWith('Wed'))).toMatch(/00:00-12:00 NEVER \(not by waiting\)$/)
  expect(lines.join('')).not.toContain('\u001b')
})

test('a narrow terminal has a cell for each hour, and colour is only for those who ask', () => {
  const stretches = [stretch(at('2026-05-05T00:00'), at('2026-05-06T00:00'))]
  const [, row] = stripText(stretches, { ...look, width: 80, colour: true })
  expect(row?.split('█')).toHaveLength(25)
  expect(row).toContain('\u001b[32m█')
})
