import type { AccountId, ContentHash } from '../../base/id.ts'
import { remembered } from '../../base/remembered.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { DossierContact, SendingDossier } from '../../model/dossier.ts'
import { packsAsked } from './law.ts'
import type { Pack } from './pack.ts'

const names = remembered<readonly string[]>()

/** Names of the packs under which a contact or a case about that account is judged, for the record; `added` = those of its strategy. */
export function packsUnder(
  packs: readonly Pack[],
  { person, accounts }: Pick<SendingDossier, 'person' | 'accounts'>,
  account: AccountId | undefined,
  added: readonly string[],
): readonly string[] {
  const { actor = null, product = null } = accounts.find(({ id }) => id === account) ?? {}
  const key = `${person.regions.join()}|${actor}|${product}|${added.join()}`
  return names(packs, key, () =>
    packsAsked({ packs, among: packs }, { regions: person.regions, actor, product, packs: added }).map(
      ({ pack }) => pack,
    ),
  )
}

/** The same of a contact; none of a person that is not there. */
export function packsOfContact(
  packs: readonly Pack[],
  dossier: SendingDossier | undefined,
  strategies: ReadonlyMap<ContentHash, Strategy>,
  contact: Pick<DossierContact, 'case' | 'accounts'>,
): readonly string[] {
  if (!dossier) return []
  const theCase = dossier.cases.find(({ id }) => id === contact.case)
  const strategy = theCase && strategies.get(theCase.strategyHash)
  return packsUnder(packs, dossier, contact.accounts[0], strategy?.packs ?? [])
}
