import { DAY_MS, dayOf, type Instant } from '../../core/base/time.ts'
import type { ContactId } from '../../core/base/id.ts'
import { checkKept, type HandOverDeps } from '../../flow/hand-over.ts'
import { lastCutOff } from '../../providers/print/cut-off.ts'
import type { PrintHouse } from '../../providers/print/schema.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import {
  type Batch,
  type BatchLetter,
  businessNow,
  dropBatch,
  emptyBatch,
  extendBatch,
  lettersOf,
  outBatch,
  readyBatch,
  renamedBatch,
  takeBatch,
  type TakenBatch,
  waitingFor,
} from '../pg/letter/batch.ts'
import { settleHandedOver } from '../pg/letter/settle.ts'
import { NotTaken, type Outlet } from './directory.ts'
import { outletOf, printHouses } from './houses.ts'
import { fileOf, MANIFEST, type Manifest, manifestOf } from './manifest.ts'

export interface BatchDeps extends HandOverDeps {
  db: Database
  vault: Vault
  environment: Readonly<Record<string, string | undefined>>
  /** It is called with the house whose directory nobody knows. */
  tellMissing?: (provider: string) => void
  /** Machine time; default the machine's. */
  machineNow?: () => Instant
}

export interface HandedOver {
  batch: string
  letters: number
}

/** A house whose batch did not leave. */
export interface Failed {
  provider: string
  error: unknown
}

const PAGE = 100
/** A batch is held for two minutes, and one file takes half a minute at most. */
const EXTEND_AFTER = 30_000

/** Every batch whose cut-off has come leaves, whole and once. Whoever dies in it leaves a batch that the next one begins anew, or finds handed over. A house that fails keeps no other waiting. */
export async function handOverDue(deps: BatchDeps): Promise<{ handed: HandedOver[]; failed: Failed[] }> {
  const handed: HandedOver[] = []
  const failed: Failed[] = []
  for (const house of await printHouses(deps.config)) {
    const { provider } = house
    try {
      const out = outletOf(house, deps.environment)
      if (out) handed.push(...(await handOverOf(deps, house, out)))
      else deps.tellMissing?.(provider)
    } catch (error) {
      failed.push({ provider, error })
    }
  }
  return { handed, failed }
}

async function handOverOf(deps: BatchDeps, house: PrintHouse, out: Outlet): Promise<HandedOver[]> {
  const { db } = deps
  const { handOver, sent, provider } = house
  const cutOff = lastCutOff(handOver, await businessNow(db))
  const taken = await takeBatch(db, { provider, day: dayOf(handOver.zone, cutOff), cutOff })
  const batch = taken && (await depart(deps, taken, out))
  if (!batch || !(await outBatch(db, batch))) return []
  const letters = await settleHandedOver(db, batch, sent.when === 'posted' ? sent.within.days * DAY_MS : null)
  return [{ batch: batch.name, letters }]
}

/** Whoever died when it was about to be handed over did not say whether it was; whoever died later did, and the pages of those that are settled are gone. */
async function depart(deps: BatchDeps, batch: TakenBatch, out: Outlet): Promise<Batch | null> {
  const { staged } = batch
  if (batch.state === 'out') return batch
  if (batch.state !== 'ready' || staged === null) return leave(deps, batch, out)
  switch (await out.takeBack(staged)) {
    case 'out':
      return batch
    case 'taken_back':
      return leave(deps, batch, out)
    case 'unknown':
      await write(deps, batch, { out, staged, isAgain: true })
      if (!(await extendBatch(deps.db, batch))) return null
      await out.handOver(staged, batch.name, true)
      return batch
  }
}

/** The batch under the name by which it left; null = there is no letter in it, or somebody else has taken it meanwhile. What the house has surely not taken waits again, and is looked at anew. */
async function leave(deps: BatchDeps, begun: TakenBatch, out: Outlet): Promise<Batch | null> {
  const { db } = deps
  const batch = out.keeps && !begun.isNew ? await renamedBatch(db, begun) : begun
  if (!batch) return null
  await emptyBatch(db, batch)
  if (!(await gather(deps, batch))) return null
  const staged = await out.stage(batch.name, batch.token)
  const { manifest, references } = await write(deps, batch, { out, staged })
  const { letters, pages, sha256 } = manifest
  const ready = { letters, pages, manifest: sha256, staged, references }
  const isOurs = letters > 0 && (await readyBatch(db, batch, ready))
  if (!isOurs) {
    await out.takeBack(staged)
    await dropBatch(db, batch.id)
    return null
  }
  try {
    await out.handOver(staged, batch.name)
  } catch (error) {
    if (error instanceof NotTaken) await emptyBatch(db, batch)
    throw error
  }
  return batch
}

/** All that waits is checked once more, page by page; what was put aside still waits, and is not asked for again. */
async function gather(deps: BatchDeps, batch: Batch): Promise<boolean> {
  const but: ContactId[] = []
  for (;;) {
    const refs = await waitingFor(deps.db, batch, { but, limit: PAGE })
    if (refs.length === 0) return true
    await checkKept(deps, batch.id, refs)
    but.push(...refs.map(({ contact }) => contact))
    if (!(await extendBatch(deps.db, batch))) return false
  }
}

/** The files of the batch, where nobody sees them yet. A letter whose pages are gone is left out, unless the batch may have been handed over: then the manifest is the same, byte for byte, and the pages were put before. */
async function write(
  deps: BatchDeps,
  batch: Batch,
  { out, staged, isAgain = false }: { out: Outlet; staged: string; isAgain?: boolean },
): Promise<{ manifest: Manifest; references: string[] }> {
  const hold = holderOf(deps, batch)
  const listed: BatchLetter[] = []
  for await (const { pdf, ...letter } of lettersOf(deps.db, deps.vault, batch.id)) {
    if (pdf !== null) await out.put(staged, fileOf(letter), pdf)
    if (pdf !== null || isAgain) listed.push(letter)
    await hold()
  }
  const manifest = manifestOf(batch, listed)
  await out.put(staged, 'manifest.csv', manifest.csv)
  await out.put(staged, MANIFEST, manifest.json)
  await out.finish(staged)
  return { manifest, references: listed.map(({ reference }) => reference) }
}

/** However slow the house is, nobody else begins the same batch; whoever lost it stops. */
function holderOf({ db, machineNow = Date.now }: BatchDeps, batch: Batch): () => Promise<void> {
  let extended = machineNow()
  return async () => {
    if (machineNow() - extended < EXTEND_AFTER) return
    if (!(await extendBatch(db, batch))) throw new Error('somebody else has taken the batch meanwhile')
    extended = machineNow()
  }
}
