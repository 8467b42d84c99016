import { describe, expect, test } from 'vitest'
import { ContentHash } from '../../src/core/base/id.ts'
import { callbackOn, dispositionOfReceipt } from '../../src/channels/receipt.ts'
import { render } from '../../src/channels/render.ts'
import { segmentsOf } from '../../src/core/channel/segments.ts'
import { sms } from '../../src/core/channel/sms.ts'

const values = {
  name: 'Lin',
  creditor: 'Acme',
  account: 'A1',
  amount: '55.94',
  currency: 'USD',
  due: '2026-02-01',
  dpd: '29',
  fees: '0.00',
  interest: '0.00',
  callback: '+12025550199',
  promised: '20.00',
  promisedBy: '2026-03-10',
  rate: '50.00',
  rateDue: '2026-03-15',
  ratesMissed: '0',
  settlement: '200.00',
  settlementDue: '2026-03-15',
  paylink: '',
  optout: 'STOP',
}
const template = (text: string, maxSegments = 3) => ({
  template: 't',
  locale: 'en',
  channel: 'sms' as const,
  purpose: 'collect' as const,
  carries: [],
  acknowledges: [],
  maxSegments,
  text,
  hash: ContentHash.parse('a'.repeat(64)),
})

describe('segments', () => {
  test.each([
    ['', 'GSM-7', 1],
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['a'.repeat(306), 'GSM-7', 2],
    ['a'.repeat(307), 'GSM-7', 3],
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(81), 'GSM-7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['您'.repeat(70), 'UCS-2', 1],
    ['您'.repeat(71), 'UCS-2', 2],
    ['您'.repeat(134), 'UCS-2', 2],
    ['您'.repeat(135), 'UCS-2', 3],
    [`${'您'.repeat(66)}😀${'您'.repeat(66)}`, 'UCS-2', 3],
    [`${'a'.repeat(70)}ş`, 'UCS-2', 2],
  ])('%#', (text, alphabet, count) => {
    expect(segmentsOf(text)).toEqual({ alphabet, count })
  })
})

describe('a text', () => {
  test('a text has every placeholder filled in', () => {
    expect(render(sms, template('{creditor}: {amount} {currency}, {dpd} days late'), values)).toEqual({
      ok: true,
      text: 'Acme: 55.94 USD, 29 days late',
      segments: 1,
    })
  })

  test('a text with a hole, an unknown word or too many segments is not sent', () => {
    expect(render(sms, template('pay at {paylink}'), values)).toMatchObject({ why: 'empty_placeholder' })
    expect(render(sms, template('dear {surname}'), values)).toMatchObject({
      why: 'unknown_placeholder',
      detail: 'surname',
    })
    expect(render(sms, template('{toString}'), values)).toMatchObject({ why: 'unknown_placeholder' })
    expect(render(sms, template('a'.repeat(161), 1), values)).toMatchObject({ why: 'too_long' })
  })

  test('what a placeholder brings is not filled in again', () => {
    const sly = { ...values, name: '{account}' }
    expect(render(sms, template('{name}'), sly)).toMatchObject({ text: '{account}' })
  })
})

describe('what the gateway says', () => {
  test('a receipt is read strictly', () => {
    const receipt = {
      type: 'receipt',
      reference: '00000000-0000-4000-8000-000000000001',
      id: 'm-1',
      status: 'delivered',
      at: '2026-03-02T10:00:00Z',
    }
    const read = callbackOn('sms').parse(receipt)
    expect(read.type === 'receipt' && dispositionOfReceipt(read)).toBe('delivered')
    expect(callbackOn('sms').safeParse({ ...receipt, status: 'read' }).success).toBe(false)
    expect(callbackOn('sms').safeParse({ ...receipt, extra: 1 }).success).toBe(false)
  })
})
