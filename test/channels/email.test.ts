import { describe, expect, test } from 'vitest'
import { htmlOf } from '../../src/channels/html.ts'
import { render } from '../../src/channels/render.ts'
import { email } from '../../src/core/channel/email.ts'
import { sms } from '../../src/core/channel/sms.ts'

const VALUES = {
  name: 'Lin\r\nBcc: all@mail.example',
  creditor: 'Acme & Söhne',
  account: '<A1>',
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
  paylink: 'https://pay.example/a?b=1&c=2',
  optout: 'STOP',
}
const LETTER = { subject: '{creditor}: {account}', text: 'Dear {name},\n\npay: {paylink}.', maxSegments: 1 }

describe('an e-mail', () => {
  test('the subject is filled in as the text is, and counts as one message however long the text is', () => {
    const long = render(email, { ...LETTER, text: 'a'.repeat(5000) }, VALUES)
    expect(long).toMatchObject({ ok: true, subject: 'Acme & Söhne: <A1>', segments: 1 })
  })

  test('a subject with a hole or an unknown word is not sent', () => {
    const why = (subject: string, values = VALUES) => render(email, { ...LETTER, subject }, values)
    expect(why('{surname}')).toMatchObject({ why: 'unknown_placeholder', detail: 'surname' })
    expect(why('{due}', { ...VALUES, due: '' })).toMatchObject({ why: 'empty_placeholder', detail: 'due' })
  })

  test('a value makes no line of its own in the head', () => {
    expect(render(email, { ...LETTER, subject: 'To {name}' }, VALUES)).toMatchObject({
      subject: 'To Lin Bcc: all@mail.example',
    })
  })

  test('a channel without subjects has none', () => {
    expect(render(sms, LETTER, VALUES)).not.toHaveProperty('subject')
  })
})

describe('the page of an e-mail', () => {
  const page = htmlOf(
    '<b>',
    'Dear "Lin" & <Wu>,\r\nsecond line\n\n\npay: https://pay.example/a?b=1&c=2. （https://a.example/）',
  )

  test('what the words hold is shown and never obeyed', () => {
    expect(page).toContain('<title>&lt;b&gt;</title>')
    expect(page).toContain('<p>Dear &quot;Lin&quot; &amp; &lt;Wu&gt;,<br>\nsecond line</p>')
  })

  test('an address is a link to itself, without the sign that ends the sentence', () => {
    const link = 'https://pay.example/a?b=1&amp;c=2'
    expect(page).toContain(`<p>pay: <a href="${link}">${link}</a>. （`)
    expect(page).toContain('<a href="https://a.example/">https://a.example/</a>）')
  })

  test('nothing is fetched when it is read', () => {
    expect(page).not.toMatch(/<(img|script|link|iframe)|src=|url\(/)
  })

  test('no script or other scheme becomes a link', () => {
    expect(htmlOf('s', 'javascript:alert(1) "onclick=x data:text/html,x')).not.toContain('<a')
  })
})
