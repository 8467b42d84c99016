import { expect, test } from 'vitest'
import { aliyunInbound } from '../../demo/vendor/aliyun.ts'
import { ALIYUN_CODES } from '../../src/providers/aliyun/codes.ts'
import { signedCall } from '../../src/providers/aliyun/sign.ts'
import { asInChina, fromChina, readChinaTime } from '../../src/providers/vendor/china.ts'
import { AT_ALIYUN, CANDIDATES, MADE_OF } from './every-provider.ts'

const NOW = Date.UTC(2026, 2, 10, 9)
const PARCEL = {
  channel: 'sms',
  provider: 'example-aliyun',
  reference: '6f1c2b8e-3f0a-4c58-9d6e-0d5b5d9f7a11',
  to: '+8613900001234',
  text: 'Hello.',
  madeOf: MADE_OF,
  at: NOW,
  validUntil: NOW + 600_000,
} as const
const SENT = { ...PARCEL, providerRef: null }
const adapter = CANDIDATES.find(({ name }) => name === PARCEL.provider)?.adapterAt('http://127.0.0.1:9')
if (!adapter) throw new Error('there is no such provider')
const answered = (status: number, body: unknown) =>
  ({ kind: 'answered', status, retryAfterMs: null, body }) as const

/** The example of https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature. */
test('the published signature comes out', () => {
  const call = {
    url: 'https://ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
  }
  const at = { now: Date.UTC(2023, 9, 26, 10, 22, 32), nonce: '3156853299f313e23d1673dc12e1703d' }
  const { headers } = signedCall(call, { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' }, at)
  expect(headers.authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test.for(Object.entries(ALIYUN_CODES))('the code %s means %s', ([code, kind]) => {
  expect(adapter.answer(answered(200, { Code: code }), PARCEL)).toMatchObject({ kind, code })
})

test('a code in no table proves nothing, and one below a known one is meant with it', () => {
  const kindOf = (Code: string) => adapter.answer(answered(400, { Code }), PARCEL).kind
  expect(kindOf('isp.SYSTEM_ERROR')).toBe('ambiguous')
  expect(kindOf('isv.SOMETHING_NEW')).toBe('ambiguous')
  expect(kindOf('Throttling.User')).toBe('rate_limited')
  expect(kindOf('InvalidAccessKeyId.NotFound')).toBe('locked_out')
})

test('a text that the vendor does not know is refused, and so is one with an empty value', () => {
  const at = { now: NOW }
  expect(adapter.request({ ...PARCEL, madeOf: { ...MADE_OF, template: 'other' } }, at)).toEqual({
    refused: 'unmapped_template',
  })
  const { madeOf: _none, ...plain } = PARCEL
  expect(adapter.request(plain, at)).toEqual({ refused: 'unmapped_template' })
  const values = { ...MADE_OF.values, name: '' }
  expect(adapter.request({ ...PARCEL, madeOf: { ...MADE_OF, values } }, at)).toEqual({
    refused: 'empty_placeholder',
  })
})

test('a message is asked for on every day in China on which it may have been taken', () => {
  const midnight = Date.UTC(2026, 2, 10, 16)
  const days = (at: number) =>
    adapter
      .query({ ...SENT, at }, { now: NOW })
      .map((ask) => new URL(ask(1).url).searchParams.get('SendDate'))
  expect(days(NOW)).toEqual(['20260310'])
  expect(days(midnight)).toEqual(['20260310', '20260311'])
  expect(adapter.query({ ...SENT, to: null }, { now: NOW })).toEqual([])
})

test('a list that is shorter than it counts proves nothing', () => {
  const page = (TotalCount: number, rows: object[], number = 1) =>
    adapter.sighting(
      answered(200, { Code: 'OK', TotalCount, SmsSendDetailDTOs: { SmsSendDetailDTO: rows } }),
      SENT,
      number,
    )
  const others = Array.from({ length: 50 }, (_, index) => ({ OutId: `o-${index}` }))
  expect(page(0, [])).toEqual({ seen: 'absent' })
  expect(page(2, [])).toEqual({ seen: 'no_answer' })
  expect(page(50, others)).toEqual({ seen: 'absent' })
  expect(page(51, others)).toBeNull()
  expect(page(51, [{ OutId: 'o-50' }], 2)).toEqual({ seen: 'absent' })
  expect(page(51, [], 2)).toEqual({ seen: 'no_answer' })
  expect(page(51, [{ OutId: PARCEL.reference }], 2)).toEqual({ seen: 'found', providerRef: null })
})

test('what a person writes is heard with the prefix of the country', () => {
  const { path, headers, body } = aliyunInbound(AT_ALIYUN.callback, '+8613900001234', 'T', NOW)
  const query = Object.fromEntries(new URLSearchParams(path))
  expect(adapter.callback?.read({ headers, query, url: path, body: Buffer.from(body) }, NOW)).toMatchObject({
    ok: true,
    told: [
      {
        id: '77',
        given: { type: 'inbound', from: '+8613900001234', text: 'T', at: '2026-03-10T09:00:00Z' },
      },
    ],
  })
})

test('numbers and times are those of China', () => {
  expect(asInChina('+8613900001234')).toBe('13900001234')
  expect(asInChina('+85291234567')).toBe('85291234567')
  expect(asInChina('+12025550133')).toBe('12025550133')
  expect(fromChina('13900001234')).toBe('+8613900001234')
  expect(fromChina('85291234567')).toBe('+85291234567')
  expect(fromChina('1381111****')).toBeNull()
  expect(readChinaTime('2026-03-10 07:30:00')).toBe('2026-03-09T23:30:00Z')
  expect(readChinaTime('2026-02-30 07:30:00')).toBeNull()
  expect(readChinaTime(null)).toBeNull()
})

test('an empty message is one that somebody wrote, and no receipt', () => {
  const text = ''
  const { path, headers, body } = aliyunInbound(AT_ALIYUN.callback, '+8613900001234', text, NOW)
  const query = Object.fromEntries(new URLSearchParams(path))
  expect(adapter.callback?.read({ headers, query, url: path, body: Buffer.from(body) }, NOW)).toMatchObject({
    told: [{ given: { type: 'inbound', text: '' } }],
  })
})

test('a receipt about a message of somebody else under the same account is about none of ours', () => {
  const report = [{ out_id: 'order-77', biz_id: 'b-1', success: true, report_time: '2026-03-10 17:00:00' }]
  const query = { key: AT_ALIYUN.callback }
  const posted = { headers: {}, query, url: '/', body: Buffer.from(JSON.stringify(report)) }
  expect(adapter.callback?.read(posted, NOW)).toMatchObject({
    told: [{ given: { reference: null, id: 'b-1', status: 'delivered', at: '2026-03-10T09:00:00Z' } }],
  })
})
