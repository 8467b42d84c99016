import type { Parcel } from '../../channels/channel.ts'
import type { ProviderFile } from '../../core/model/provider.ts'
import type { Placeholder } from '../../core/model/template.ts'
import type { AnyAdapter, HttpReply, SmtpRequest, Unmade, WireRequest } from '../../providers/adapter.ts'
import { classOf, traitsOf } from '../../providers/class.ts'
import { adapterFor, envNamesFor, registeredWith } from '../../providers/registry.ts'
import { wireClient } from './wire-client.ts'
import { providersOver } from './providers.ts'

/** One phase of a trial. */
export interface Phase {
  phase: string
  well: boolean
  told: string[]
}

interface Trial {
  environment: Readonly<Record<string, string | undefined>>
  /** Nothing is sent. */
  dry: boolean
  /** The template whose values go out, where the vendor takes no free text; absent = the first that it knows. */
  template?: string
}

const REQUEST_MS = 10_000

/** A provider is tried phase by phase; what the environment holds is never told. */
export async function tryProvider(file: ProviderFile, given: Parcel, trial: Trial): Promise<Phase[]> {
  const { parcel, texts } = trialText(file, given, trial)
  const shown = shownAdapter(file, trial.environment)
  const needed = environmentOf(file, trial)
  const phases: Phase[] = [
    classPhase(shown),
    needed,
    ...texts,
    ...requestPhases(shown, parcel),
    callbackPhase(file, shown),
  ]
  if (trial.dry || !needed.well) return phases
  return [...phases, ...(await sendPhases(file, parcel, trial))]
}

function classPhase({ capabilities }: AnyAdapter): Phase {
  const name = classOf(capabilities)
  const { has, settledBy } = traitsOf(name)
  return {
    phase: `class ${name}`,
    well: true,
    told: [`it has ${has}`, `what stays unknown is settled by ${settledBy}`],
  }
}

const SAMPLE: Readonly<Record<Placeholder, string>> = {
  name: 'Test',
  creditor: 'Test',
  account: 'TEST-1',
  amount: '1.00',
  currency: 'USD',
  due: '2026-01-31',
  dpd: '1',
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
  paylink: 'https://pay.example/a',
  optout: 'STOP',
}

/** A vendor that takes no free text is given a text that it knows, with values of no person. */
function trialText(
  file: ProviderFile,
  parcel: Parcel,
  { template }: Trial,
): { parcel: Parcel; texts: Phase[] } {
  const known = registeredWith(file)
  if (!known) return { parcel, texts: [] }
  const told = known.map(
    ({ template: name, locale = 'every language', code }) => `${name} (${locale}) is ${code}`,
  )
  const one = template === undefined ? known[0] : known.find((other) => other.template === template)
  const madeOf = one && { template: one.template, locale: one.locale ?? '', values: SAMPLE }
  return {
    parcel: { ...parcel, ...(madeOf && { madeOf }) },
    texts: [{ phase: 'texts', well: one !== undefined, told }],
  }
}

/** What is missing for callbacks is missing in the API alone. */
function environmentOf(file: ProviderFile, { environment, dry }: Trial): Phase {
  const [carry, hear] = [envNamesFor(file, 'carry'), envNamesFor(file, 'hear')]
  const told = [...new Set([...carry, ...hear])].map((name) => {
    const where = [carry.includes(name) ? 'sending' : '', hear.includes(name) ? 'callbacks' : ''].filter(
      Boolean,
    )
    return `${name} ${environment[name] ? 'is set' : 'is NOT set'} (${where.join(', ')})`
  })
  return { phase: 'environment', well: dry || carry.every((name) => environment[name]), told }
}

/** Secrets are shown by their names; addresses as they are, so that it can be seen where a message would go. */
function shownAdapter(file: ProviderFile, environment: Trial['environment']): AnyAdapter {
  const names = [...envNamesFor(file, 'carry'), ...envNamesFor(file, 'hear')]
  const shown = names.map((name) => [name, shownValue(name, environment[name])])
  const found = adapterFor(file, Object.fromEntries(shown) as Record<string, string>, 'carry')
  if ('missing' in found) throw new Error(`no kind of provider ${file.kind}`)
  return found.adapter
}

function shownValue(name: string, value: string | undefined): string {
  const host = name.toLowerCase().replaceAll('_', '-')
  if (name.endsWith('_SERVER')) return value ?? `${host}.invalid`
  const isAddress =
    value !== undefined && URL.canParse(value) && !new URL(value).password && !new URL(value).search
  if (isAddress) return value
  return name.endsWith('_URL') ? `https://${host}.invalid` : `<${name}>`
}

function requestPhases(adapter: AnyAdapter, parcel: Parcel): Phase[] {
  const moment = { now: parcel.at, ...(adapter.token && { token: '<token>' }) }
  const sent = { ...parcel, providerRef: '<id>' }
  const { token } = adapter
  return [
    ...(token ? [requestPhase('token', () => [token.request(parcel.at)])] : []),
    requestPhase('request', () => [adapter.request(parcel, moment)]),
    requestPhase(
      'question',
      () => adapter.query(sent, moment).map((query) => query(1)),
      'it cannot be asked',
    ),
  ]
}

/** Why it cannot be made is said without any value. */
function requestPhase(phase: string, make: () => (WireRequest | Unmade)[], none = ''): Phase {
  try {
    const requests = make()
    const told = requests.length > 0 ? requests.flatMap(shownRequest) : [none]
    return { phase, well: !requests.some((one) => 'refused' in one), told }
  } catch (error) {
    return { phase, well: false, told: [error instanceof Error ? error.message : 'it cannot be made'] }
  }
}

function shownRequest(request: WireRequest | Unmade): string[] {
  if ('refused' in request) return [`it cannot be put as the provider demands: ${request.refused}`]
  if ('mail' in request) return shownMail(request)
  const { method, url, headers, body } = request
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url}`, ...head, ...(body === null ? [] : [body])]
}

/** The password is a name here, as everywhere in what is shown. */
function shownMail({ server, returnPath, mail }: SmtpRequest): string[] {
  const { host, port, tls, user } = server
  const { from, replyTo, to, subject, messageId, headers, text } = mail
  const head = {
    From: from,
    'Reply-To': replyTo,
    To: to,
    Subject: subject,
    'Message-ID': messageId,
    ...headers,
  }
  return [
    `${host}:${port}, tls ${tls}${user === undefined ? '' : `, as ${user}`}`,
    `MAIL FROM:<${returnPath}>`,
    `RCPT TO:<${to}>`,
    ...Object.entries(head).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
    text,
  ]
}

function callbackPhase({ provider, channels }: ProviderFile, { callback }: AnyAdapter): Phase {
  const doors = channels.map((channel) => `POST <address of the API>/v1/callbacks/${channel}/${provider}`)
  return { phase: 'callback', well: true, told: callback ? doors : ['it tells nothing by itself'] }
}

async function sendPhases(file: ProviderFile, parcel: Parcel, { environment }: Trial): Promise<Phase[]> {
  const found = adapterFor(file, environment, 'carry')
  if ('missing' in found) return []
  const client = wireClient()
  const heard: string[] = []
  const listening = {
    close: () => client.close(),
    exchange: async (request: WireRequest, timeoutMs: number): Promise<HttpReply> => {
      const reply = await client.exchange(request, timeoutMs)
      heard.push(reply.kind === 'answered' ? `answered ${reply.status}` : `${reply.kind}: ${reply.code}`)
      return reply
    },
  }
  const provider = providersOver({
    client: listening,
    adapterOf: () => found.adapter,
    machine: { now: () => Date.now() },
  })
  try {
    const answer = await provider.send(parcel, REQUEST_MS)
    const answered = { phase: 'answer', well: answer.kind === 'accepted', told: [...heard, wordsOf(answer)] }
    heard.length = 0
    const mayBeThere = answer.kind === 'accepted' || answer.kind === 'ambiguous'
    if (!found.adapter.capabilities.asked || !mayBeThere) return [answered]
    const providerRef = answer.kind === 'accepted' ? answer.providerRef : null
    const seen = await provider.look({ ...parcel, providerRef }, REQUEST_MS)
    // Its list may be behind: only an answer that cannot be read is wrong.
    return [answered, { phase: 'sighting', well: seen.seen !== 'no_answer', told: [...heard, wordsOf(seen)] }]
  } finally {
    provider.close()
  }
}

function wordsOf(said: object): string {
  return Object.entries(said)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ')
}
