import { carriedTo } from '../arrears/changeover.ts'
import { formatAmount } from '../base/money.ts'
import { remembered } from '../base/remembered.ts'
import type { Template, Placeholder } from '../model/template.ts'
import { planTraits } from '../model/plan.ts'
import { promiseTraits } from '../model/promise.ts'
import type { SendingDossier } from '../model/dossier.ts'
import type { DossierAccount } from '../model/dossier.ts'
import { type DossierSettlement, settlementTraits } from '../model/settlement.ts'
import { settlementFileOf } from '../settlement/file.ts'
import { forgivenUntil } from '../settlement/figures.ts'
import { nextDue, offerTerms, type OfferTerms } from '../settlement/terms.ts'
import { type Instant, lastDayOf } from '../base/time.ts'
import { languageOf } from './language.ts'
import type { ContactRow } from '../model/contact-row.ts'

/** The text for a person's locale, else for its language, else English, else none. */
export function templateFor(
  templates: readonly Template[],
  { channel, template }: Pick<ContactRow, 'template' | 'channel'>,
  locale: string,
): Template | undefined {
  return chosen(templates, `${channel}|${template}|${locale}`, () => {
    const named = versionsOf(templates).get(`${channel}|${template}`) ?? []
    const language = languageOf(locale)
    return (
      named.find((one) => one.locale === locale) ??
      named.find((one) => languageOf(one.locale) === language) ??
      named.find((one) => languageOf(one.locale) === 'en')
    )
  })
}
const chosen = remembered<Template | undefined>()

const versions = new WeakMap<readonly Template[], Map<string, Template[]>>()

/** The locales of each template, by `channel|name`. */
function versionsOf(templates: readonly Template[]): Map<string, Template[]> {
  let byName = versions.get(templates)
  if (byName) return byName
  versions.set(templates, (byName = new Map()))
  for (const one of templates) {
    const name = `${one.channel}|${one.template}`
    byName.set(name, [...(byName.get(name) ?? []), one])
  }
  return byName
}

/** A debtor whose name is not known is called so, by language. */
const SOMEBODY: Readonly<Record<string, string>> = { zh: '客户', hi: 'ग्राहक' }

/** What the lender says about itself in every text. */
export interface Voice {
  callback: string
  paylink: string
  optout: string
}

export function valuesFor(
  contact: ContactRow,
  dossier: SendingDossier,
  voice: Voice,
  name: string | null,
): Record<Placeholder, string> {
  const account = dossier.accounts.find((one) => one.id === contact.accounts[0])
  const [promise] = dossier.promises
    .filter((one) => one.account === account?.id && one.told !== null && promiseTraits(one.told).silent)
    .sort((a, b) => (a.by < b.by ? -1 : 1))
  const plan = dossier.plans?.find(({ accounts, told }) => {
    return account && accounts.includes(account.id) && told !== null && planTraits(told).stands
  })
  const lead = dossier.accounts.find(({ id }) => id === plan?.account) ?? account
  return {
    name: name ?? SOMEBODY[languageOf(dossier.person.locale)] ?? 'customer',
    creditor: contact.creditor,
    account: account?.externalId ?? '',
    amount: account ? formatAmount(account.pastDue, account.currency) : '',
    currency: account?.currency ?? '',
    fees: account ? formatAmount(account.apart?.fees ?? 0, account.currency) : '',
    interest: account ? formatAmount(account.apart?.interest ?? 0, account.currency) : '',
    due: account?.anchor ?? contact.episode ?? '',
    dpd: String(contact.dpd ?? 0),
    promised: promise && account ? formatAmount(promise.amount, account.currency) : '',
    promisedBy: promise?.by ?? '',
    rate:
      plan?.toldAs?.next && account && lead
        ? formatAmount(carriedTo(account, lead, plan.toldAs.next.amount), account.currency)
        : '',
    rateDue: plan?.toldAs?.next?.on ?? '',
    ratesMissed: plan?.toldAs ? String(plan.toldAs.missed.length) : '',
    ...settlementIn(dossier, account, contact),
    ...voice,
  }
}

/** What is to be paid next of the settlement that is in force, and its day. */
function settlementIn(
  dossier: SendingDossier,
  account: DossierAccount | undefined,
  { at, notBefore, createdAt }: ContactRow,
): Record<'settlement' | 'settlementDue', string> {
  const none = { settlement: '', settlementDue: '' }
  const own = dossier.settlements?.find(
    (one) => one.account === account?.id && one.told !== null && settlementTraits(one.told).silent,
  )
  if (!own || !account) return none
  const now = at ?? notBefore ?? createdAt
  const { zones } = dossier.person
  const next = nextDue(scheduleOf(dossier, own, account, now), {
    paid: own.toldPaid ?? 0,
    today: lastDayOf(zones, now),
  })
  if (!next) return none
  return { settlement: formatAmount(next.amount, account.currency), settlementDue: next.on }
}

/** What earlier settlements had forgiven when it was offered stands in the ledger. */
function scheduleOf(
  dossier: SendingDossier,
  own: DossierSettlement,
  account: DossierAccount,
  now: Instant,
): OfferTerms['schedule'] {
  const { offeredAt } = own
  if (offeredAt === null) return []
  const madeOn = lastDayOf(dossier.person.zones, offeredAt)
  const given = forgivenUntil(dossier, account.id, madeOn)
  return offerTerms(settlementFileOf(dossier, account, now), { ...own, offeredAt }, { madeOn, given })
    .schedule
}
