import { expect, test } from 'vitest'
import { caseIntervals } from '../../../src/shell/replay/case-interval.ts'
import { caseFile, contactFile } from '../../../src/shell/replay/line.ts'
import type { ContactLine } from '../../../src/shell/replay/line.ts'

const contact = (at: string, account: string, step: string, attempt = 1): ContactLine => ({
  dpd: 1,
  attempt,
  step,
  at: Date.parse(at),
  account,
  debtor: 'D1',
  case: `${account}/1`,
  channel: 'sms',
  stage: 'reminder',
})

test('contacts are written with the keys of the format, ordered by instant, account, step, attempt', () => {
  const file = contactFile([
    contact('2026-03-02T10:00:00Z', 'B', 'call', 2),
    contact('2026-03-02T10:00:00Z', 'B', 'call', 1),
    contact('2026-03-02T10:00:00Z', 'A', 'zeta'),
    contact('2026-03-01T10:00:00Z', 'C', 'call'),
    contact('2026-03-02T10:00:00Z', 'B', 'alpha'),
  ])
  const lines = file.trimEnd().split('\n')
  expect(lines[0]).toBe(
    '{"at":"2026-03-01T10:00:00Z","account":"C","debtor":"D1","case":"C/1","channel":"sms","stage":"reminder","step":"call","attempt":1,"dpd":1}',
  )
  expect(
    lines
      .slice(1)
      .map((line) => JSON.parse(line) as ContactLine)
      .map((line) => `${line.account} ${line.step} ${line.attempt}`),
  ).toEqual(['A zeta 1', 'B alpha 1', 'B call 1', 'B call 2'])
  expect(contactFile([])).toBe('')
})

test('a case that re-opens has an interval for each time', () => {
  const fact = (kind: string, at: string, reason: string | null = null) => ({
    account: 'A',
    zones: ['America/New_York'],
    kind,
    number: 1,
    at: Date.parse(at),
    reason,
  })
  const lines = caseIntervals([
    fact('case.opened', '2026-03-02T05:05:00Z'),
    fact('case.closed', '2026-03-05T03:00:00Z', 'cured'),
    fact('case.reopened', '2026-03-07T15:00:00Z'),
  ])
  expect(caseFile(lines)).toBe(
    '{"account":"A","case":"A/1","openedOn":"2026-03-02","closedOn":"2026-03-04","reason":"cured"}\n' +
      '{"account":"A","case":"A/1","openedOn":"2026-03-07","closedOn":null,"reason":null}\n',
  )
})
