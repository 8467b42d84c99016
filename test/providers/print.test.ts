import { describe, expect, it } from 'vitest'
import { lastCutOff } from '../../src/providers/print/cut-off.ts'
import { checkPrint, envNamesOfPrint } from '../../src/providers/print/print.ts'
import { type PrintHouse, PrintHouseSchema } from '../../src/providers/print/schema.ts'

const HOUSE = {
  provider: 'post',
  kind: 'print',
  channels: ['letter'],
  sender: { name: 'Acme' },
  handOver: { at: '14:00', zone: 'Europe/Berlin', directory: '{env.PROVIDER_POST_DIR}/out' },
}
const house = (change: object = {}): PrintHouse => PrintHouseSchema.parse({ ...HOUSE, ...change })

describe('the cut-off of a print house', () => {
  it.each([
    ['before it, the day before', '2026-03-10T12:59:59Z', '2026-03-09T13:00:00Z'],
    ['at it', '2026-03-10T13:00:00Z', '2026-03-10T13:00:00Z'],
    ['on a Sunday, the Friday before', '2026-03-15T20:00:00Z', '2026-03-13T13:00:00Z'],
    ['on a Monday morning, the Friday before', '2026-03-16T08:00:00Z', '2026-03-13T13:00:00Z'],
    ['in summer, by the clock on its wall', '2026-04-01T12:00:00Z', '2026-04-01T12:00:00Z'],
  ])('%s', (_when, now, cutOff) => {
    expect(lastCutOff(house().handOver, Date.parse(now))).toBe(Date.parse(cutOff))
  })
})

describe('the file of a print house', () => {
  it('it names its directory in the environment, and nothing else there', () => {
    expect(checkPrint(house())).toEqual([])
    expect(envNamesOfPrint(house(), 'carry')).toEqual(['PROVIDER_POST_DIR'])
    const wrong = house({
      channels: ['letter', 'sms'],
      handOver: { ...HOUSE.handOver, directory: '/out/{day}' },
    })
    expect(checkPrint(wrong).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'wrong_channel channels',
      'unknown_placeholder handOver',
    ])
  })

  it.each([
    ['a time of day', { at: '25:00' }],
    ['a time zone', { zone: 'Mars/Olympus' }],
    ['a day', { days: ['someday'] }],
  ])('what is no %s is refused', (_what, change) => {
    expect(PrintHouseSchema.safeParse({ ...HOUSE, handOver: { ...HOUSE.handOver, ...change } }).success).toBe(
      false,
    )
  })
})
