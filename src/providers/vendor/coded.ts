import { z } from 'zod'
import type { Parcel, Sent } from '../../channels/channel.ts'
import type { Instant } from '../../core/base/time.ts'
import type { ForbiddenUse, Forbids } from '../../core/model/forbidden-use.ts'
import { secretText } from '../../core/model/open-text.ts'
import type { ProviderHead } from '../../core/model/provider.ts'
import type { Adapter, CallbackReader, HttpRequest, Query } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { fillIn, type Values } from '../http/placeholders.ts'
import { demandTls } from '../http/request.ts'
import type { AdapterKind } from '../kind.ts'
import { checkRegistered, type Registered, toldWith } from '../registered.ts'
import { carriesToPhones } from './channels.ts'
import { checkSettings, envNamesIn, type Setting } from './settings.ts'

const text = z.string().min(1).max(400)

/** What a file says of every vendor that knows our texts by codes of its own: calls are signed with a pair of keys, and nothing signs what it posts. */
export const codedFile = {
  key: z.strictObject({ id: text, secret: secretText(400) }).describe('a pair of keys that may send and ask'),
  callback: z
    .strictObject({ secret: secretText(400) })
    .describe('what it posts is not signed: its address ends with ?key= and this word'),
}

interface CodedFile<Params extends Registered['params']> extends Pick<ProviderHead, 'channels'> {
  url: string
  key: { id: string; secret: string }
  callback: { secret: string }
  templates: (Registered & { params: Params })[]
}

/** A file, and what a call is made with. */
export interface Calling<File> {
  file: File
  env: Values
  now: Instant
  /** It has no slash at its end. */
  url: string
  keys: { id: string; secret: string }
}

interface CodedVendor<File, Params> extends Pick<Adapter, 'answer' | 'sighting'> {
  schema: z.ZodType<File>
  can: Capabilities
  forbids: Omit<Forbids, 'use'> & { uses: readonly ForbiddenUse[] }
  /** Texts of the file in which values of the environment may stand, beside those of every such vendor. */
  settings(file: File): { path: string; text: string | undefined }[]
  send(calling: Calling<File>, parcel: Parcel, told: { code: string; params: Params }): HttpRequest
  /** The number and the instant are known. What cannot be called fails in the question, not before. */
  ask(calling: () => Calling<File>, sent: Sent & { to: string; at: Instant }): Query[]
  callback(secret: string, env: Values): CallbackReader
}

export function codedVendor<Params extends Registered['params'], File extends CodedFile<Params>>(
  vendor: CodedVendor<File, Params>,
): AdapterKind<File> {
  const { schema, can } = vendor
  const { uses, ...terms } = vendor.forbids
  const settingsOf = (file: File): Setting[] => [
    ...[{ path: 'url', text: file.url }, ...ofKeys(file), ...vendor.settings(file)].map(
      (setting): Setting => ({ ...setting, uses: ['carry'] }),
    ),
    { path: 'callback.secret', text: file.callback.secret, uses: ['hear'] },
  ]
  return {
    schema,
    check: (file) => [
      ...checkSettings(settingsOf(file)),
      ...carriesToPhones(file),
      ...checkRegistered(file.templates),
    ],
    envNames: (file, use) => envNamesIn(settingsOf(file), use),
    capabilities: () => can,
    open: (file, env) => adapterOf(vendor, file, env),
    registered: ({ templates }) => templates,
    forbids: uses.map((use) => ({ use, ...terms })),
  }
}

function ofKeys({ key }: Pick<CodedFile<string[]>, 'key'>): { path: string; text: string }[] {
  return [
    { path: 'key.id', text: key.id },
    { path: 'key.secret', text: key.secret },
  ]
}

function adapterOf<Params extends Registered['params'], File extends CodedFile<Params>>(
  vendor: CodedVendor<File, Params>,
  file: File,
  env: Values,
): Adapter {
  const callingAt = (now: Instant): Calling<File> => {
    const url = fillIn(file.url, env).replace(/\/$/, '')
    demandTls(url)
    const keys = { id: fillIn(file.key.id, env), secret: fillIn(file.key.secret, env) }
    return { file, env, now, url, keys }
  }
  return {
    capabilities: vendor.can,
    request(parcel, { now }) {
      const told = toldWith(file.templates, parcel)
      return 'refused' in told ? told : vendor.send(callingAt(now), parcel, told)
    },
    answer: vendor.answer,
    query: (sent, { now }) =>
      sent.to === null || sent.at === null
        ? []
        : vendor.ask(() => callingAt(now), { ...sent, to: sent.to, at: sent.at }),
    sighting: vendor.sighting,
    callback: vendor.callback(file.callback.secret, env),
  }
}
