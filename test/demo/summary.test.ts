import { expect, test } from 'vitest'
import { lawLines } from '../../demo/summary-law.ts'

test('the summary shows contacts by strategy and channel, and refusals by rule with what it says, the most frequent first', () => {
  const long =
    'Consumer location unclear: a time that is lawful in all candidate locations, and every medium that the consumer has not called inconvenient'
  const lines = lawLines(
    [
      { strategy: 'us-card', channel: 'sms', made: 12 },
      { strategy: 'us-card', channel: 'call', made: 230 },
      { strategy: 'cn-consumer', channel: 'visit', made: 3 },
    ],
    [
      { rule: 'US-F-14', title: 'SMS safe harbour', refusals: 2 },
      { rule: 'no_valid_point', title: 'the debtor has no valid number', refusals: 40 },
      { rule: 'US-F-01', title: long, refusals: 2 },
    ],
  )
  expect(lines).toEqual([
    'contacts made           call     sms   visit',
    '  cn-consumer              -       -       3',
    '  us-card                230      12       -',
    '  all                    230      12       3',
    '',
    'refused, by the rule that forbade (several rules of one refusal count each)',
    '  no_valid_point          40  the debtor has no valid number',
    '  US-F-01                  2  Consumer location unclear: a time that is lawful in all candidate locations, and every ...',
    '  US-F-14                  2  SMS safe harbour',
  ])
})

test('a run without any says so', () => {
  expect(lawLines([], [])).toEqual(['contacts made: none', '', 'refused: nothing'])
})
