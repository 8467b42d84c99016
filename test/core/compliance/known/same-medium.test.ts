import { describe, expect, it } from 'vitest'
import { judgeAt } from '../../../../src/core/compliance/judgement.ts'
import { file, lawOf, NEW_YORK, past, question } from '../../../support/law.ts'

const LOS_ANGELES = 'America/Los_Angeles'

/** The hours are open from 08:00 to 12:00 and from 14:00 to 21:00, so they are closed at noon and over midnight. */
const law = lawOf([
  {
    kind: 'window',
    parameters: {
      open: [
        { days: 'daily', hours: ['08:00', '12:00'] },
        { days: 'daily', hours: ['14:00', '21:00'] },
      ],
    },
    unless: ['debtor_initiated_same_medium_once'],
  },
])

/** Whether an answer in the same medium may leave at that time. */
function mayAnswer(wrote: string, answers: string, zones = [NEW_YORK]): boolean {
  const message = past(`2026-05-${wrote}`, { channel: 'sms', direction: 'in', outcome: 'replied' })
  const reply = question(`2026-05-${answers}`, { channel: 'sms', purpose: 'reply' })
  return judgeAt(reply, file({ history: [message], zones }), law).refusals.length === 0
}

describe('an answer in the same medium', () => {
  it('an answer may leave inside the same closed stretch of the same day', () => {
    expect(mayAnswer('05T12:30', '05T13:30')).toBe(true)
    expect(mayAnswer('05T12:00', '05T13:59:59')).toBe(true)
    expect(mayAnswer('05T21:00', '05T23:59:59')).toBe(true)
    expect(mayAnswer('05T00:00', '05T07:59:59')).toBe(true)
  })

  it('an answer may not leave in another closed stretch of that day', () => {
    expect(mayAnswer('05T07:30', '05T12:30')).toBe(false)
    expect(mayAnswer('05T07:30', '05T22:00')).toBe(false)
    expect(mayAnswer('05T12:30', '05T21:30')).toBe(false)
  })

  it('an answer may not leave after midnight, although the hours were closed all the way', () => {
    expect(mayAnswer('05T23:50', '05T23:55')).toBe(true)
    expect(mayAnswer('05T23:50', '06T00:00')).toBe(false)
    expect(mayAnswer('05T21:30', '06T07:30')).toBe(false)
    expect(mayAnswer('05T22:00', '06T22:00')).toBe(false)
  })

  it('an answer may not leave where the debtor wrote in the open hours before', () => {
    expect(mayAnswer('05T11:59', '05T12:30')).toBe(false)
    expect(mayAnswer('05T20:59:59', '05T21:00')).toBe(false)
    expect(mayAnswer('05T11:59', '05T14:00')).toBe(true)
  })

  it('an answer may leave only if it may in each zone in which the debtor may be', () => {
    const both = [NEW_YORK, LOS_ANGELES]
    // 21:30 to 22:30 in New York is 18:30 to 19:30, and open, in Los Angeles.
    expect(mayAnswer('05T21:30', '05T22:30', both)).toBe(true)
    // 00:30 in New York is 21:30 in Los Angeles, where the hours had been open when the debtor wrote.
    expect(mayAnswer('06T00:10', '06T00:30', both)).toBe(true)
    expect(mayAnswer('05T23:30', '06T00:30', both)).toBe(false)
    // The hours are closed in one stretch of one day in Los Angeles until three in the morning in New York.
    expect(mayAnswer('06T02:50', '06T02:59', both)).toBe(true)
    expect(mayAnswer('06T02:50', '06T03:01', both)).toBe(false)
  })
})
