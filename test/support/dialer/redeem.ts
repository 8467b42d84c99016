import { askRedeem } from '../../../src/core/deliver/ask.ts'
import { judgeRedeem } from '../../../src/core/deliver/redeem.ts'
import type { ContactId } from '../../../src/core/base/id.ts'
import { type DeliverDeps, redeemBatch } from '../../../src/flow/deliver.ts'
import type { Permitted } from '../../../src/flow/ports/redeem.ts'
import type { ContactRef } from '../../../src/flow/ports/deliver.ts'
import { shuffled } from './dice.ts'

/** The contacts that got through: for messages with what is needed to settle them. */
export type Passed = Map<ContactId, Permitted | null>

/** Four workers at once, two for messages and two for everything else, whose shares overlap in orders of their own. One that passes twice is an error. */
export async function redeemAtOnce(
  deps: DeliverDeps,
  { messages, others, seed }: { messages: ContactRef[]; others: ContactRef[]; seed: number },
): Promise<Passed> {
  const shares = await Promise.all([
    sendShare(deps, share(messages, seed, 0)),
    takeShare(deps, share(others, seed, 0)),
    sendShare(deps, share(messages, seed, 1)),
    takeShare(deps, share(others, seed, 1)),
  ])
  const passed: Passed = new Map()
  for (const [contact, permitted] of shares.flat()) {
    if (passed.has(contact)) throw new Error(`contact ${contact} passed twice`)
    passed.set(contact, permitted)
  }
  return passed
}

/** Mostly each worker has debtors of its own, who share numbers and a home with the other's; at times both are after the same contacts. */
function share(refs: ContactRef[], seed: number, worker: number): ContactRef[] {
  const mine = refs.filter(({ contact, person }) =>
    seed % 4 === 0 ? (contact + seed) % 3 !== worker : (person + seed) % 2 === worker,
  )
  return shuffled(mine, seed, worker)
}

async function sendShare(deps: DeliverDeps, refs: ContactRef[]): Promise<[ContactId, Permitted][]> {
  if (refs.length === 0) return []
  const answers = await redeemBatch(deps, refs)
  return answers.flatMap((one) =>
    one.answer === 'send' ? [[one.permitted.contact, one.permitted] as [ContactId, Permitted]] : [],
  )
}

/** The same statements and the same judge for channels that have no provider here: what a claim does, for many at once. */
async function takeShare(deps: DeliverDeps, refs: ContactRef[]): Promise<[ContactId, null][]> {
  if (refs.length === 0) return []
  const config = await deps.config.active()
  return deps.store.transaction(async (tx) => {
    await tx.lock(refs)
    const rows = (await tx.loadQueued(refs)).map(({ row }) => row)
    if (rows.length === 0) return []
    const persons = [...new Set(rows.map(({ person }) => person))]
    const dossiers = new Map((await tx.loadDossiers(persons)).map((one) => [one.person.id, one]))
    const ask = askRedeem({
      permit: deps.permit(config),
      strategies: new Map(),
      templates: [],
      moment: 'redeem',
    })
    const judged = judgeRedeem({ now: tx.now, contacts: rows, dossiers, brakes: [], breakers: [], ask })
    const leaseUntil = deps.machine.now() + deps.leaseMs
    const saves = judged.map((redeemed) => ({
      redeemed,
      leaseUntil: redeemed.to === 'sending' ? leaseUntil : null,
      words: null,
      agent: null,
    }))
    const tokens = await tx.saveRedeemed(saves, config)
    return judged.flatMap(({ to, contact }) =>
      to === 'sending' && tokens?.has(contact.id) ? [[contact.id, null] as [ContactId, null]] : [],
    )
  })
}
