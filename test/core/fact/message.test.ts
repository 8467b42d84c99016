import { describe, expect, it } from 'vitest'
import type { FactInput } from '../../../src/core/fact/fact.ts'
import { isMessageFrom, replyIn } from '../../../src/core/fact/message.ts'
import { shippedReplies } from '../../support/shipped-words.ts'

const lists = shippedReplies()
const wrote = {
  type: 'contact.recorded',
  channel: 'sms',
  direction: 'in',
  disposition: 'replied',
  text: 'STOP',
}
const asFact = (more: Record<string, unknown>) => ({ ...wrote, ...more }) as unknown as FactInput

describe('what the debtor wrote', () => {
  it.each([
    ['a text that asks to stop', {}, true, 'optout'],
    ['a text that may ask to stop', { text: 'please dont stop' }, true, 'unclear'],
    ['a text that asks for texts', { text: 'START' }, true, 'optin'],
    ['a message without its text', { text: undefined }, true, null],
    [
      'a message that was understood already',
      { text: undefined, disposition: 'replied_stop' },
      true,
      'optout',
    ],
    [
      'what was understood counts before what can be read',
      { text: 'START', disposition: 'replied_stop' },
      true,
      'optout',
    ],
    ['a message to the debtor', { direction: 'out' }, false, null],
    [
      'a message to the debtor that is said to ask',
      { direction: 'out', disposition: 'replied_stop' },
      false,
      null,
    ],
    ['what an agent noted of a call', { channel: 'call' }, false, null],
    ['what an agent understood in a call', { channel: 'call', disposition: 'replied_stop' }, false, 'optout'],
    ['another kind of fact', { type: 'contact.outcome' }, false, null],
    [
      'another kind of fact that says so',
      { type: 'contact.outcome', disposition: 'replied_stop' },
      false,
      null,
    ],
    [
      'another kind of fact without a direction',
      { type: 'payment.received', channel: undefined },
      false,
      null,
    ],
  ] as const)('%s', (_, more, isMessage, reply) => {
    expect([isMessageFrom(asFact(more)), replyIn(asFact(more), lists)]).toEqual([isMessage, reply])
  })
})
