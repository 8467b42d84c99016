import { randomBytes, randomUUID } from 'node:crypto'
import { writerOf } from '../src/channels/written.ts'
import { HOUR, type Instant } from '../src/core/base/time.ts'
import { packsOfContact } from '../src/core/compliance/pack/under.ts'
import { askOnce } from '../src/core/deliver/alike.ts'
import { askRedeem, type RedeemQuestion } from '../src/core/deliver/ask.ts'
import { permitUnder } from '../src/core/deliver/ask-law.ts'
import { newWarnings } from '../src/core/deliver/redeem.ts'
import { refusalOfText } from '../src/core/deliver/text-check.ts'
import type { ContactRow } from '../src/core/model/contact-row.ts'
import { wholeText } from '../src/core/model/template.ts'
import type { Voice } from '../src/core/wording/words.ts'
import { type ActiveConfig, strategiesOf } from '../src/flow/ports/config.ts'
import type { ContactRef } from '../src/flow/ports/deliver.ts'
import { lawsOf } from '../src/shell/pg/config/law-used.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import { LEASE, type RedeemPage, type Sending, type Settling } from './bound-worker.ts'
import { dossierOf, type Read } from './lawful-row.ts'
import { LOCK, READ, SAVE } from './lawful-sql.ts'

/** What no engine can do without for a message that is lawful and explained: everybody is locked whose contacts a limit counts; what the law reads of each person is read by one statement; each contact is judged by the law of its place, and its text by what its values bring; the row keeps until when it is lawful, under which law, what was known, and why. The book of `B3` has nobody with a history: an engine reads further about whoever has one. */
export function redeemLawful(engine: Engine): RedeemPage {
  let config: ActiveConfig | null = null
  const active = async (id: number): Promise<ActiveConfig> =>
    config?.id === id ? config : (config = await engine.config.active())
  return (refs, settling) => redeemPage(engine, { refs, settling, active })
}

interface Page {
  refs: readonly ContactRef[]
  settling: Settling
  active: (id: number) => Promise<ActiveConfig>
}

async function redeemPage(engine: Engine, { refs, settling, active }: Page): Promise<Sending[]> {
  return engine.db.transactionAtOnce(async (tx) => {
    const columns = [refs.map(({ person }) => person), refs.map(({ contact }) => contact)]
    const [, , rows] = await Promise.all([
      settling(tx),
      tx.query(LOCK, columns, 'lawful-lock'),
      tx.query<Read>(READ, [...columns, 'queued'], 'lawful-read'),
    ])
    const [first] = rows
    if (!first) return []
    if (rows.some(({ odd }) => odd) || new Set(rows.map(({ number }) => number)).size < rows.length)
      throw new Error('somebody of this book has a history')
    const config = await active(first.config)
    const page = await judgedPage(engine, { rows, config, now: tx.now })
    const saved = tx.query(SAVE, saveColumns(page, config, tx.now), 'lawful-save')
    tx.commit()
    await saved
    return page.map(({ sending }) => sending)
  })
}

interface Judging {
  rows: readonly Read[]
  config: ActiveConfig
  now: Instant
}

interface Judged {
  sending: Sending
  sealed: { value: Uint8Array; keyId: string }
  segments: number | null
  validUntil: Instant
  packs: readonly string[]
  /** Null = the reasons stay as they are. */
  reasons: string | null
}

async function judgedPage(engine: Engine, { rows, config, now }: Judging): Promise<Judged[]> {
  const { schedules } = config
  const { templates, wording, packs } = schedules
  const byId = new Map(rows.map((row) => [row.id, row]))
  const dossiers = rows.map(dossierOf)
  const strategies = await strategiesOf(engine.config, dossiers)
  const ask = askOnce(
    askRedeem({ permit: permitUnder(schedules), strategies, templates, wording, moment: 'redeem' }),
  )
  const { vault } = engine
  const writer = writerOf({
    schedules,
    voice: voiceOf(engine),
    reveal: (id) => revealed(vault, byId.get(id)),
  })
  return rows.map((row, index) => {
    const dossier = dossiers[index]
    const theCase = dossier?.cases[0]
    if (!dossier || !theCase) throw new Error('nobody is there')
    const contact = { ...row, accounts: [row.account] } as unknown as ContactRow
    const question: RedeemQuestion = { contact, case: theCase, dossier, at: now }
    const verdict = ask(question)
    const text = writer.write(contact, dossier)
    if (
      verdict.answer !== 'permit' ||
      !text.ok ||
      refusalOfText(writer.read(contact, dossier), question, ask)
    )
      throw new Error('it was not permitted')
    const { until, duties, warnings } = verdict
    const validUntil = Math.min(until, row.expiresAt ?? Infinity)
    const news = newWarnings({ contact, to: 'sending', validUntil, duties, warnings })
    return {
      sending: {
        contact: row.id,
        person: row.person,
        reference: row.clientRef,
        token: randomUUID(),
        text: text.put.text,
        number: text.put.to,
      },
      sealed: vault.seal(wholeText(text.words)),
      segments: text.words.segments,
      validUntil,
      packs: packsOfContact(packs, dossier, strategies, contact),
      reasons: news.length > 0 ? JSON.stringify([...row.reasons, ...news]) : null,
    }
  })
}

function voiceOf({ settings }: Engine): Voice {
  return { callback: settings.CALLBACK_PHONE, paylink: settings.PAYLINK, optout: settings.OPTOUT_WORD }
}

function revealed(vault: Engine['vault'], row: Read | undefined): { to: string | null; name: string | null } {
  if (!row) return { to: null, name: null }
  const { to, toKey, name, nameKey } = row
  return { to: vault.open(to, toKey), name: name && nameKey ? vault.open(name, nameKey) : null }
}

function saveColumns(page: readonly Judged[], config: ActiveConfig, now: Instant): unknown[] {
  const salts = randomBytes(16 * page.length)
  const { hashes, laws } = lawsOf(
    config,
    page.map(({ packs }) => packs),
  )
  return [
    page.map(({ sending }) => sending.person),
    page.map(({ sending }) => sending.contact),
    page.map(({ sending }) => sending.token),
    page.map(({ sealed }) => sealed.value),
    page.map((_, index) => salts.subarray(16 * index, 16 * index + 16)),
    page.map(({ sealed }) => sealed.keyId),
    now,
    Math.floor(now / HOUR) * HOUR,
    Date.now() + LEASE,
    'queued',
    page.map(({ validUntil }) => (Number.isFinite(validUntil) ? validUntil : null)),
    page.map(({ segments }) => segments),
    hashes,
    laws.map(({ hash }) => hash),
    laws.map(({ content }) => content),
    page.map(({ reasons }) => reasons),
  ]
}
