import { type Instant, isoOf, readInstant } from '../../core/base/time.ts'
import { RECEIPTS } from '../../core/channel/disposition.ts'
import type { CallbackReader, Posted, ReadPosted, Told } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { at, textAt } from '../pointer.ts'
import { IN_NO_LIST, formOf, isEqual, isOurs, jsonOf, nameOf } from '../posted.ts'
import { readWallTime } from '../wall-time.ts'
import { holds, isSame } from './answer.ts'
import { fillIn, type Values } from './placeholders.ts'
import { basicOf, signatureOf } from './request.ts'
import type { CallbackFile, Check } from './schema.ts'

/** What a provider posts, verified as its file says and put into the words of our own callbacks. */
export function callbackReader(file: CallbackFile, env: Values): CallbackReader {
  return {
    read(posted, now): ReadPosted {
      const verdict = verify(file.check, posted, { env, now })
      if (verdict !== 'good') return { ok: false, why: verdict }
      const body = file.body === 'form' ? formOf(posted.body) : jsonOf(posted.body)
      const items = file.each === undefined ? [body] : at(body, file.each)
      if (body === undefined || !Array.isArray(items)) return { ok: false, why: 'malformed' }
      return { ok: true, told: items.map((item: unknown) => told(withQuery(item, posted), file, now)) }
    },
    ...(file.thanks && { thanks: file.thanks }),
  }
}

/** What we gave the provider with its address comes back there: `/?/reference`. */
function withQuery(item: unknown, { query }: Posted): unknown {
  const isPlain = item !== null && typeof item === 'object' && !Array.isArray(item)
  return isPlain && Object.keys(query).length > 0 ? { ...item, '?': query } : item
}

function told(item: unknown, file: CallbackFile, now: Instant): Told {
  const isIncoming = file.incoming !== undefined && holds(file.incoming.when, item)
  const own = file.id === undefined ? null : textAt(item, file.id)
  // Some call each word on a message by the id of the message.
  const id = nameOf(
    item,
    own === null || isIncoming ? own : `${own}-${textAt(item, file.receipt.status) ?? ''}`,
  )
  const isDated = (isIncoming ? file.incoming?.time : file.receipt.time) !== undefined
  return { id, given: givenBy(item, file, { id, now }), said: item, ...(!isDated && { undated: true }) }
}

function givenBy(
  item: unknown,
  file: CallbackFile,
  { id, now }: { id: string; now: Instant },
): Told['given'] {
  if (file.incoming && holds(file.incoming.when, item)) {
    const { from, text, time, reference } = file.incoming
    const when = timeOf(item, time, now)
    const answered = reference === undefined ? null : textAt(item, reference)
    return {
      type: 'inbound',
      id,
      from: textAt(item, from),
      text: textAt(item, text) ?? '',
      // What names no message of ours answers none.
      ...(isOurs(answered) && { reference: answered }),
      at: when,
    }
  }
  const { receipt } = file
  if (receipt.when && !holds(receipt.when, item)) return null
  const found = at(item, receipt.status)
  const isIn = (values: readonly unknown[] | undefined): boolean =>
    values?.some((value) => isSame(value, found)) ?? false
  if (isIn(receipt.statuses.ignored)) return null
  const status = RECEIPTS.find((word) => isIn(receipt.statuses[word]))
  return {
    type: 'receipt',
    reference: receipt.reference === undefined ? null : textAt(item, receipt.reference),
    id: textAt(item, receipt.id),
    // What no list names is refused further on, where it holds whoever it is about.
    status: status ?? IN_NO_LIST,
    code: receipt.code === undefined ? null : codeOf(at(item, receipt.code)),
    at: timeOf(item, receipt.time, now),
  }
}

function timeOf(item: unknown, time: CallbackFile['receipt']['time'], now: Instant): string | null {
  if (!time) return isoOf(now)
  const text = textAt(item, time.at)
  if (text === null) return null
  if (time.format === 'wall') return readWallTime(text, time.zone)
  if (time.format === 'iso') {
    const read = readInstant(text)
    return read === null ? null : isoOf(read)
  }
  const number = Number(text) * (time.format === 'seconds' ? 1000 : 1)
  return /^\d{1,14}(\.\d+)?$/.test(text) && number < 8e14 ? isoOf(Math.floor(number)) : null
}

type Verdict = 'good' | 'bad_signature' | 'stale_signature'

/** A value of the environment that is not set fits nothing. */
export function verify(check: Check, posted: Posted, { env, now }: { env: Values; now: Instant }): Verdict {
  try {
    if (check.hmac) return verifyHmac(check.hmac, posted, { env, now })
    const [given, wanted] = shared(check, posted, env)
    return isEqual(given ?? '', wanted) && wanted !== '' ? 'good' : 'bad_signature'
  } catch {
    return 'bad_signature'
  }
}

function shared(
  { basic, bearer, header, query }: Check,
  posted: Posted,
  env: Values,
): [string | undefined, string] {
  const { authorization } = posted.headers
  if (basic) return [authorization, basicOf(basic, env)]
  if (bearer) return [authorization, `Bearer ${fillIn(bearer.token, env)}`]
  if (header) return [posted.headers[header.name.toLowerCase()], fillIn(header.value, env)]
  if (query) return [posted.query[query.name], fillIn(query.value, env)]
  return [undefined, '']
}

function verifyHmac(
  hmac: NonNullable<Check['hmac']>,
  posted: Posted,
  { env, now }: { env: Values; now: Instant },
): Verdict {
  const timestamp = hmac.timestamp ? (posted.headers[hmac.timestamp.header.toLowerCase()] ?? '') : ''
  const id = hmac.id === undefined ? '' : (posted.headers[hmac.id.toLowerCase()] ?? '')
  const signed = { ...env, timestamp, id, url: posted.url, body: posted.body.toString('utf8') }
  const wanted = signatureOf(hmac, signed)
  const given = posted.headers[hmac.header.toLowerCase()] ?? ''
  if (!given.split(' ').some((one) => isEqual(one, wanted))) return 'bad_signature'
  if (!hmac.timestamp) return 'good'
  const signedAt = Number(timestamp) * (timestamp.length > 11 ? 1 : 1000)
  return Math.abs(now - signedAt) <= hmac.timestamp.within * 1000 ? 'good' : 'stale_signature'
}
