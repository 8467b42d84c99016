import { expect, test } from 'vitest'
import { DEMO_DIALER, DEMO_PRINT_HOUSE, withOutside } from '../../demo/outside.ts'
import { outsideLines } from '../../demo/outside-work.ts'
import { checkPrint } from '../../src/providers/print/print.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { parseSchedules } from '../../src/shell/config/stored.ts'

const { schedules } = loadSchedules('schedules')
if (!schedules) throw new Error('the shipped schedules have problems')

test('the demo gives letters to its print house, calls of one creditor to its dialer, and all else to the gateway', () => {
  const { providers, routes, dialers } = withOutside(schedules)
  expect(routes?.routes.find(({ channel }) => channel === 'letter')?.providers[0]?.provider).toBe(
    'demo-print',
  )
  expect(routes?.routes.find(({ channel }) => channel === 'sms')?.providers[0]?.provider).toBe('gateway')
  expect(dialers?.map(({ dialer }) => dialer)).toEqual([DEMO_DIALER.dialer])
  expect(providers?.at(-1)?.provider).toBe('demo-print')
  expect(checkPrint(DEMO_PRINT_HOUSE)).toEqual([])
})

test('what is added can be stored and read again', () => {
  const whole = withOutside(schedules)
  expect(parseSchedules(JSON.parse(JSON.stringify(whole)))).toMatchObject({ dialers: whole.dialers })
})

test('a folder that says itself who has letters and calls keeps its own', () => {
  const routes = { routes: [{ channel: 'sms' as const, providers: [{ provider: 'own', share: 1 }] }] }
  const own = { ...schedules, routes, dialers: withOutside(schedules).dialers ?? [] }
  expect(withOutside(own).routes).toEqual(routes)
  expect(withOutside(own).dialers).toBe(own.dialers)
})

test('the summary says what both had', () => {
  const printed = [
    { provider: 'demo-print', batches: 1, letters: 5, pages: 6, open: 1, posted: 3, returned: 1 },
  ]
  const dialled = [
    {
      dialer: 'demo-dialer',
      lists: 2,
      calls: 9,
      open: 0,
      dialled: 6,
      notDialled: 2,
      withdrawn: 2,
      lapsed: 1,
      marked: 0,
    },
  ]
  expect(outsideLines({ printed, dialled })).toEqual([
    'print house demo-print: 5 letters (6 pages) in 1 batch; posted: 3; came back: 1; not posted yet: 1',
    'dialer demo-dialer: 9 calls in 2 lists; dialled: 6; withdrawn: 2; not dialled: 2; never told of: 1; dialled when they were not to be, or told late: 0; in hand: 0',
  ])
})
