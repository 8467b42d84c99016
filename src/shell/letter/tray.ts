import { usualAt } from '../../channels/letter/paper.ts'
import type { PrintOn } from '../../channels/letter/pdf.ts'
import type { Parcel } from '../../channels/channel.ts'
import { dayOf } from '../../core/base/time.ts'
import { isOnPaper } from '../../core/channel/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { Provider } from '../../flow/ports/deliver.ts'
import type { PrintHouse } from '../../providers/print/schema.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { type Addressee, addresseeOf, isLetterKept, keepLetter } from '../pg/letter/keep.ts'
import { printHouses } from './houses.ts'

export interface TrayDeps {
  db: Database
  vault: Vault
  config: ConfigPort
}

/** Letters for a print house are printed and kept, sealed, until it takes them; all else goes on to `others`. */
export function trayBefore<Others extends Provider>(deps: TrayDeps, others: Others): Others {
  const onPaper = async (parcel: Parcel, timeoutMs: number): Promise<ProviderAnswer> => {
    const house = await houseOf(deps, parcel.provider)
    return house ? keep(deps, house, parcel) : others.send(parcel, timeoutMs)
  }
  return {
    ...others,
    send: (parcel, timeoutMs) =>
      isOnPaper(parcel.channel) ? onPaper(parcel, timeoutMs) : others.send(parcel, timeoutMs),
    async look(sent, timeoutMs) {
      if (!isOnPaper(sent.channel) || !(await houseOf(deps, sent.provider)))
        return others.look(sent, timeoutMs)
      // One that stands here is handed over by itself; of one that was, only the house's own word tells.
      return (await isLetterKept(deps.db, sent.reference)) ? { seen: 'cannot_ask' } : { seen: 'absent' }
    },
  }
}

async function houseOf({ config }: TrayDeps, provider: string): Promise<PrintHouse | null> {
  return (await printHouses(config)).find((one) => one.provider === provider) ?? null
}

async function keep({ db, vault }: TrayDeps, house: PrintHouse, parcel: Parcel): Promise<ProviderAnswer> {
  const whom = await addresseeOf(db, vault, parcel.reference)
  if (!whom) return { kind: 'not_tried', code: 'no_contact' }
  const on = paperFor(house, whom, parcel)
  // Fonts take half a second to load, and most workers never print.
  const { print } = await import('../../channels/letter/pdf.ts')
  const printed = await print(
    {
      sender: house.creditors[whom.creditor] ?? house.sender,
      name: whom.name,
      address: parcel.to,
      day: printedDay(house, parcel, whom.locale),
      subject: parcel.subject ?? '',
      text: parcel.text,
      quote: parcel.reference.slice(0, 8).toUpperCase(),
    },
    on,
  )
  // It will have no pages tomorrow either: this one letter is refused, and its case looks for another way.
  if (!printed.ok) return { kind: 'refused', code: `cannot_render.${printed.why}` }
  const { pdf, pages, sha256 } = printed
  const { person, contact, regions } = whom
  const { reference, provider } = parcel
  const region = regions[0] ?? null
  const letter = { person, contact, reference, provider, region, paper: on.paper, pages, sha256, pdf }
  return (await keepLetter(db, vault, letter)) ? { kind: 'kept' } : { kind: 'not_tried', code: 'lease_lost' }
}

function paperFor({ paper, window }: PrintHouse, { regions, locale }: Addressee, { at }: Parcel): PrintOn {
  const usual = usualAt(regions)
  return { paper: paper ?? usual.paper, window: window ?? usual.window, locale, at }
}

/** The day on which it was written, in the words of whoever reads it. */
function printedDay({ handOver: { zone } }: PrintHouse, { at }: Parcel, locale: string): string {
  const day = new Date(`${dayOf(zone, at)}T00:00:00Z`)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}
