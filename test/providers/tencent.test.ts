import { expect, test } from 'vitest'
import { tencentInbound } from '../../demo/vendor/tencent.ts'
import { TENCENT_CODES } from '../../src/providers/tencent/codes.ts'
import { signedCall } from '../../src/providers/tencent/sign.ts'
import { AT_TENCENT, CANDIDATES, MADE_OF } from './every-provider.ts'

const NOW = Date.UTC(2026, 2, 10, 9)
const PARCEL = {
  channel: 'sms',
  provider: 'example-tencent',
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
const answered = (Response: unknown) =>
  ({ kind: 'answered', status: 200, retryAfterMs: null, body: { Response } }) as const

/** The example of https://www.tencentcloud.com/document/api/1278/73612, whose keys are masked there. */
test('the published signature comes out', () => {
  const call = {
    url: 'https://cvm.tencentcloudapi.com',
    service: 'cvm',
    action: 'DescribeInstances',
    version: '2017-03-12',
    region: 'ap-guangzhou',
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  }
  const keys = { id: 'AKID********************************', secret: '********************************' }
  const { headers } = signedCall(call, keys, 1_551_113_065_000)
  expect(headers.authorization).toBe(
    'TC3-HMAC-SHA256 Credential=AKID********************************/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f',
  )
})

test.for(Object.entries(TENCENT_CODES))('the code %s means %s', ([Code, kind]) => {
  expect(adapter.answer(answered({ Error: { Code } }), PARCEL)).toMatchObject({ kind, code: Code })
  expect(adapter.answer(answered({ SendStatusSet: [{ Code, SerialNo: '' }] }), PARCEL)).toMatchObject({
    kind,
  })
})

test('a code in no table proves nothing, and one below a known one is meant with it', () => {
  const kindOf = (Code: string) => adapter.answer(answered({ Error: { Code } }), PARCEL).kind
  expect(kindOf('InternalError.Timeout')).toBe('ambiguous')
  expect(kindOf('FailedOperation.SomethingNew')).toBe('ambiguous')
  expect(kindOf('RequestLimitExceeded.IPLimitExceeded')).toBe('rate_limited')
  expect(kindOf('InvalidParameterValue.ContentLengthLimit')).toBe('refused')
})

test('what is not listed may be on its way, however often it is asked for', () => {
  const seen = (list: object[]) => adapter.sighting(answered({ PullSmsSendStatusSet: list }), SENT, 1)
  expect(seen([])).toEqual({ seen: 'no_answer' })
  expect(seen([{ SessionContext: 'another', SerialNo: 's-1' }])).toEqual({ seen: 'no_answer' })
  expect(seen([{ SessionContext: PARCEL.reference, SerialNo: 's-2' }])).toEqual({
    seen: 'found',
    providerRef: 's-2',
  })
})

test('a reply comes alone, and is heard as it was written', () => {
  const { path, headers, body } = tencentInbound(AT_TENCENT, '+8613900001234', 'TD', NOW)
  const query = Object.fromEntries(new URLSearchParams(path))
  expect(adapter.callback?.read({ headers, query, url: path, body: Buffer.from(body) }, NOW)).toMatchObject({
    ok: true,
    told: [{ given: { type: 'inbound', from: '+8613900001234', text: 'TD', at: '2026-03-10T09:00:00Z' } }],
  })
})

test('an empty message is one that somebody wrote, and no receipt', () => {
  const text = ''
  const { path, headers, body } = tencentInbound(AT_TENCENT, '+8613900001234', text, NOW)
  const query = Object.fromEntries(new URLSearchParams(path))
  expect(adapter.callback?.read({ headers, query, url: path, body: Buffer.from(body) }, NOW)).toMatchObject({
    told: [{ given: { type: 'inbound', text: '' } }],
  })
})
