import type { ContactId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { packsOfContact } from '../core/compliance/pack/under.ts'
import { askRedeem, type PermitContact } from '../core/deliver/ask.ts'
import { judgeRedeem, type Redeemed } from '../core/deliver/redeem.ts'
import { isSending } from '../core/model/contact-state.ts'
import { type ActiveConfig, type ConfigPort, strategiesOf } from './ports/config.ts'
import type { ContactRef } from './ports/deliver.ts'
import type { HandOverTx } from './ports/hand-over.ts'
import { isolated } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import type { Transactions } from './ports/transactions.ts'

export interface HandOverDeps {
  store: Transactions<HandOverTx>
  config: ConfigPort
  permit: (config: ActiveConfig) => PermitContact
  tellParked?: (parked: readonly ParkedRow[]) => void
}

/** What was permitted when it was written is judged once more before it leaves: what was learnt since then takes it out. The answer holds those that go; those that could not be looked at are put aside and stay. */
export async function checkKept(
  deps: HandOverDeps,
  batch: number,
  refs: readonly ContactRef[],
): Promise<ContactId[]> {
  const config = await deps.config.active()
  const { done, faulty } = await isolated([...refs], (part) =>
    deps.store.transaction((tx) => checkIn(deps, tx, { batch, refs: part, config })),
  )
  deps.tellParked?.(await parkContacts(deps.store, 'redeem', faulty))
  return done.flat()
}

async function checkIn(
  deps: HandOverDeps,
  tx: HandOverTx,
  { batch, refs, config }: { batch: number; refs: readonly ContactRef[]; config: ActiveConfig },
): Promise<ContactId[]> {
  await tx.lock(refs)
  const kept = await tx.loadKept(refs)
  const persons = [...new Set(kept.map(({ row }) => row.person))]
  const dossiers = new Map((await tx.loadDossiers(persons)).map((one) => [one.person.id, one]))
  const strategies = await strategiesOf(deps.config, dossiers.values())
  const { templates, wording, packs } = config.schedules
  const judged = judgeRedeem({
    now: tx.now,
    // The window in which it was to be written is over; whether it may leave is asked for now.
    contacts: kept.map(({ row }) => ({ ...row, notBefore: null, expiresAt: null })),
    dossiers,
    brakes: kept[0]?.stops.brakes ?? [],
    breakers: [],
    ask: askRedeem({ permit: deps.permit(config), strategies, templates, wording, moment: 'redeem' }),
  })
  await tx.saveRedeemed(
    judged.map((redeemed) => {
      const { contact } = redeemed
      const bound = packsOfContact(packs, dossiers.get(contact.person), strategies, contact)
      return { redeemed, leaseUntil: null, words: null, agent: null, packs: bound }
    }),
    config,
  )
  const goes = judged.filter(isGoing).map(({ contact }) => contact.id)
  await tx.saveChecked(batch, { goes, asked: refs })
  return goes
}

function isGoing({ to }: Redeemed): boolean {
  return isSending(to)
}
