import type { Parcel, Sent } from '../../channels/channel.ts'
import { htmlOf } from '../../channels/html.ts'
import { dayOf, HOUR, isoOf } from '../../core/base/time.ts'
import type { Adapter, Moment, Query, TokenSource, Unmade } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { daysOf } from '../days.ts'
import { textAt } from '../pointer.ts'
import { answerFrom, sightingFrom } from './answer.ts'
import type { Values } from './placeholders.ts'
import { momentValues, requestFrom } from './request.ts'
import type { Auth, HttpProviderFile } from './schema.ts'
import { callbackReader } from './callback.ts'
import { type Registered, toldWith } from '../registered.ts'

export function capabilitiesOf({ send, ask, callback }: HttpProviderFile): Capabilities {
  const can = { repeatIsSafe: send.idempotent, asked: ask?.by ?? null, tells: callback !== undefined }
  return ask?.omits ? { ...can, mayOmit: true } : can
}

/** A provider that one file describes. `env`: the values of the environment that it names, by `env.<name>`. */
export function httpAdapter(file: HttpProviderFile, env: Values): Adapter {
  const { auth, plain, send, ask } = file
  const filling = (values: Values, { token }: Moment) => ({ values, auth, token: token ?? null, plain })
  return {
    capabilities: capabilitiesOf(file),
    ...(auth?.oauth2 && { token: tokenSource(auth.oauth2, { env, plain }) }),
    request: (parcel, moment) => {
      const known = toldOf(file.templates, parcel)
      if ('refused' in known) return known
      return requestFrom(send, filling({ ...env, ...valuesOf(parcel, moment), ...known.values }, moment))
    },
    answer: (reply) => answerFrom(reply, send),
    query: (sent, moment) => {
      if (!ask || (ask.by === 'number_and_day' && (sent.to === null || sent.at === null))) return []
      const days =
        ask.by === 'number_and_day'
          ? daysOf(sent.at ?? 0, ask.zone)
          : [dayOf(ask.zone, sent.at ?? moment.now)]
      return days.map((day): Query => {
        const values = { ...env, ...askedValues(sent, moment), day, 'day.digits': day.replaceAll('-', '') }
        const paged = (page: number) => ({
          ...values,
          page: String(page),
          size: String(ask.pages?.size ?? ''),
        })
        return (page) => requestFrom(ask, filling(paged(page), moment))
      })
    },
    sighting: (reply, sent, page) => (ask ? sightingFrom(reply, sent, page, ask) : { seen: 'cannot_ask' }),
    callback: file.callback ? callbackReader(file.callback, env) : null,
  }
}

/** What the provider is told of a text that it knows by a code. */
function toldOf(known: readonly Registered[] | undefined, parcel: Parcel): { values: Values } | Unmade {
  if (!known) return { values: {} }
  const told = toldWith(known, parcel)
  if ('refused' in told) return told
  return { values: { 'template.code': told.code, 'template.params': JSON.stringify(told.params) } }
}

function valuesOf(parcel: Parcel, { now, optOutLink }: Moment): Values {
  const { channel, reference, to, subject, text, validUntil } = parcel
  return {
    ...momentValues(now, reference),
    ...whom(to),
    channel,
    reference,
    text,
    ...(subject !== undefined && { subject, html: htmlOf(subject, text) }),
    ...(optOutLink !== undefined && { 'optout.link': optOutLink }),
    'valid.until': isoOf(Math.floor(validUntil / 1000) * 1000),
    'valid.seconds': String(Math.max(1, Math.floor((validUntil - now) / 1000))),
  }
}

function askedValues({ channel, reference, to, providerRef }: Sent, { now }: Moment): Values {
  return {
    ...momentValues(now, reference),
    ...(to !== null && whom(to)),
    ...(providerRef !== null && { id: providerRef }),
    channel,
    reference,
  }
}

function whom(to: string): Values {
  return { to, 'to.digits': to.replace(/^\+/, '') }
}

const LONGEST_TOKEN = 24 * HOUR
const DEFAULT_TOKEN = 5 * 60_000

/** RFC 6749, 4.4: client credentials, in the body. */
function tokenSource(
  { url, id, secret, scope }: NonNullable<Auth['oauth2']>,
  { env, plain }: { env: Values; plain: boolean },
): TokenSource {
  const form = {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    ...(scope !== undefined && { scope }),
  }
  return {
    request: (now) => {
      const filling = { values: { ...env, ...momentValues(now, url) }, auth: undefined, token: null, plain }
      return requestFrom({ method: 'POST', url, headers: {}, body: { form } }, filling)
    },
    read: (reply) => {
      if (reply.kind !== 'answered' || reply.status !== 200) return null
      const token = textAt(reply.body, '/access_token')
      const lasts = Number(textAt(reply.body, '/expires_in') ?? Number.NaN) * 1000
      if (token === null || !/^[\x21-\x7e]+$/.test(token)) return null
      return { token, lastsMs: Number.isFinite(lasts) ? Math.min(lasts, LONGEST_TOKEN) : DEFAULT_TOKEN }
    },
  }
}
