import { z } from 'zod'
import type { Forbids } from '../core/model/forbidden-use.ts'
import { type ProviderFile, USUAL_KIND } from '../core/model/provider.ts'
import type { AnyAdapter } from './adapter.ts'
import { ALIYUN } from './aliyun/aliyun.ts'
import { classOf, type ProviderClass } from './class.ts'
import { checkHttp, envNamesOf } from './http/check.ts'
import { capabilitiesOf, httpAdapter } from './http/http.ts'
import { HttpProviderSchema } from './http/schema.ts'
import type { AdapterKind, AdapterUse } from './kind.ts'
import { capabilitiesOfPrint, checkPrint, envNamesOfPrint, printAdapter } from './print/print.ts'
import { PrintHouseSchema } from './print/schema.ts'
import { SmtpProviderSchema } from './smtp/schema.ts'
import {
  capabilitiesOf as mailCapabilities,
  checkSmtp,
  envNamesOf as mailEnvNames,
  smtpAdapter,
} from './smtp/smtp.ts'
import { TENCENT } from './tencent/tencent.ts'
import type { Registered } from './registered.ts'
import { TWILIO } from './twilio/twilio.ts'
import { WHATSAPP } from './whatsapp/whatsapp.ts'

/** A new adapter is one folder and one line here. */
const ADAPTER = {
  [USUAL_KIND]: kindOf({
    schema: HttpProviderSchema,
    check: checkHttp,
    envNames: envNamesOf,
    capabilities: capabilitiesOf,
    open: httpAdapter,
    registered: ({ templates }) => templates ?? null,
  }),
  smtp: kindOf({
    schema: SmtpProviderSchema,
    check: checkSmtp,
    envNames: mailEnvNames,
    capabilities: mailCapabilities,
    open: smtpAdapter,
  }),
  twilio: kindOf(TWILIO),
  aliyun: kindOf(ALIYUN),
  tencent: kindOf(TENCENT),
  whatsapp: kindOf(WHATSAPP),
  print: kindOf({
    schema: PrintHouseSchema,
    check: checkPrint,
    envNames: envNamesOfPrint,
    capabilities: capabilitiesOfPrint,
    askedHere: true,
    open: printAdapter,
  }),
} as const satisfies Record<string, AdapterKind<unknown>>

export const ADAPTERS = Object.keys(ADAPTER) as [AdapterName, ...AdapterName[]]
export type AdapterName = keyof typeof ADAPTER

export function adapterKind(name: string): AdapterKind<unknown> | null {
  return Object.hasOwn(ADAPTER, name) ? ADAPTER[name as AdapterName] : null
}

/** What a file under `schedules/providers/` may say, whichever its kind. */
export function providerSchema(): z.ZodType {
  return z.union(ADAPTERS.map((name) => ADAPTER[name].schema) as [z.ZodType, ...z.ZodType[]])
}

/** How far the promise of a provider goes that a message is accepted once; null = nobody knows its kind. */
export function classOfFile({ hash: _hash, ...file }: ProviderFile): ProviderClass | null {
  const kind = adapterKind(file.kind)
  return kind ? classOf(kind.capabilities(kind.schema.parse(file))) : null
}

/** Whether the provider itself is asked about a message of which nobody knows. */
export function isAsked({ hash: _hash, ...file }: ProviderFile): boolean {
  const kind = adapterKind(file.kind)
  return kind !== null && !kind.askedHere && kind.capabilities(kind.schema.parse(file)).asked !== null
}

/** What the terms of the vendor forbid, as far as anybody wrote it down. */
export function forbiddenBy({ kind, forbids = [] }: ProviderFile): readonly Forbids[] {
  return [...(adapterKind(kind)?.forbids ?? []), ...forbids]
}

/** The texts that the vendor knows, where it takes no others; null = it takes any text. */
export function registeredWith({ hash: _hash, ...file }: ProviderFile): readonly Registered[] | null {
  const kind = adapterKind(file.kind)
  return kind?.registered ? kind.registered(kind.schema.parse(file)) : null
}

/** Names of the values of the environment that a provider needs. */
export function envNamesFor({ hash: _hash, ...file }: ProviderFile, use: AdapterUse): string[] {
  const kind = adapterKind(file.kind)
  return kind ? kind.envNames(kind.schema.parse(file), use) : []
}

/** An adapter for a file, or the names of the values of the environment that are not set. */
export function adapterFor(
  { hash: _hash, ...file }: ProviderFile,
  environment: Readonly<Record<string, string | undefined>>,
  use: AdapterUse,
): { adapter: AnyAdapter } | { missing: string[] } {
  const kind = adapterKind(file.kind)
  if (!kind) return { missing: [] }
  const parsed = kind.schema.parse(file)
  const names = kind.envNames(parsed, use)
  const missing = names.filter((name) => !environment[name])
  if (missing.length > 0) return { missing }
  const env = Object.fromEntries(names.map((name) => [`env.${name}`, environment[name] ?? '']))
  return { adapter: kind.open(parsed, env) }
}

function kindOf<File>(kind: AdapterKind<File>): AdapterKind<unknown> {
  return {
    schema: kind.schema,
    ...(kind.forbids && { forbids: kind.forbids }),
    ...(kind.askedHere && { askedHere: kind.askedHere }),
    check: (file) => kind.check(file as File),
    envNames: (file, use) => kind.envNames(file as File, use),
    capabilities: (file) => kind.capabilities(file as File),
    open: (file, env) => kind.open(file as File, env),
    ...(kind.registered && { registered: (file: unknown) => kind.registered?.(file as File) ?? null }),
  }
}
