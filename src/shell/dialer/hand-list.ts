import type { ClaimedTask } from '../../channels/claimed-task.ts'
import type { ContactId } from '../../core/base/id.ts'
import { MINUTE } from '../../core/base/time.ts'
import { DIALLED_CHANNELS } from '../../core/channel/channel.ts'
import { agentOf, type Dialer } from '../../core/model/dialer.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import { claimTask, type TaskDeps } from '../../flow/task.ts'
import { releaseTask } from '../../flow/task-list.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { type Claimed, dialerNow, type Filled, fillList } from '../pg/dialer/fill.ts'
import { freeEntries } from '../pg/dialer/free.ts'
import {
  bodyOf,
  candidatesOf,
  type DialList,
  endList,
  isOver,
  openList,
  readyList,
  takeLeft,
  tryLater,
} from '../pg/dialer/list.ts'
import { lineOf, listDocument } from './list-file.ts'
import type { DialerOutlet, Given } from './outlet.ts'

export interface HandDeps {
  db: Database
  vault: Vault
  tasks: TaskDeps
}

export interface HandedList {
  list: string
  entries: number
}

/** What came of a turn; `code` = why the dialer did not take what it was given. */
export interface Handed {
  handed: HandedList | null
  code: string | null
}

const NOTHING: Handed = { handed: null, code: null }
/** So many claims are in flight. */
const ABREAST = 4
/** Some of the best may not be claimed: they are looked at beyond the size of a list. */
const BEYOND = 2
/** A list of which nobody knows whether it arrived is told again after this. */
const AGAIN_MS = 5_000

interface Turn extends HandDeps {
  dialer: Dialer
  outlet: DialerOutlet
}

/** A list of calls that are lawful now leaves, once. Whoever dies in it leaves one that nobody has seen, which is given up, or one that may be out, which is told again under its name. */
export async function handList(
  deps: HandDeps,
  { dialer, outlet, mayHand }: { dialer: Dialer; outlet: DialerOutlet; mayHand: boolean },
): Promise<Handed> {
  const turn = { ...deps, dialer, outlet }
  const left = await takeLeft(deps.db, dialer.dialer)
  if (left) return finish(turn, left)
  const list = mayHand ? await openList(deps.db, dialer) : null
  if (!list) return NOTHING
  const calls = await gather(turn)
  const filled = await fill(turn, list, calls)
  await release(turn, calls, filled)
  if (filled.length === 0) {
    await endList(deps.db, list, 'empty')
    return NOTHING
  }
  return leave(turn, list, { filled, calls })
}

type Calls = ReadonlyMap<ContactId, ClaimedTask & { ref: ContactRef }>

/** The best calls are claimed, each as an agent would claim it: the law, the caps and the rates are asked, and its slot is taken. */
async function gather({ db, tasks, dialer }: Turn): Promise<Calls> {
  const { size } = dialer.list
  const now = await dialerNow(db)
  const refs = await candidatesOf(db, dialer, { now, limit: size * BEYOND })
  const found = new Map<ContactId, ClaimedTask & { ref: ContactRef }>()
  const agent = agentOf(dialer)
  const [kind] = DIALLED_CHANNELS
  let from = 0
  if (kind === undefined) return found
  while (from < refs.length && found.size < size) {
    const some = refs.slice(from, from + Math.min(ABREAST, size - found.size))
    from += some.length
    const answers = await Promise.all(some.map(({ contact }) => claimTask(tasks, { kind, agent, contact })))
    for (const [index, answer] of answers.entries()) {
      const ref = some[index]
      if (ref && answer.ok && answer.task) found.set(ref.contact, { ...answer.task, ref })
    }
  }
  return found
}

/** A call may be dialled until the list is old, or until its lawful hours end, whichever comes first. */
async function fill({ db, dialer }: Turn, list: DialList, calls: Calls): Promise<Filled[]> {
  const { stands, least } = dialer.list
  const now = await dialerNow(db)
  const claimed = [...calls.values()].flatMap(({ ref, expiresAt }): Claimed[] => {
    const dialBefore = Math.min(now + stands * MINUTE, Date.parse(expiresAt))
    return dialBefore >= now + least * MINUTE ? [{ ...ref, dialBefore }] : []
  })
  return fillList(db, list, { agent: agentOf(dialer), claimed, within: dialer.tells.within })
}

/** What was claimed and is in no list is free at once. */
async function release({ tasks, dialer }: Turn, calls: Calls, filled: readonly Filled[]): Promise<void> {
  const listed = new Set(filled.map(({ contact }) => contact))
  const agent = agentOf(dialer)
  for (const contact of calls.keys()) if (!listed.has(contact)) await releaseTask(tasks, { contact, agent })
}

async function leave(
  turn: Turn,
  list: DialList,
  { filled, calls }: { filled: readonly Filled[]; calls: Calls },
): Promise<Handed> {
  const { db, vault, outlet } = turn
  const lines = filled.flatMap((one) => {
    const task = calls.get(one.contact)
    return task ? [lineOf(one, task)] : []
  })
  const document = listDocument(list, lines)
  const staged = await outlet.stage(list.name, 'list', document, list.token)
  const body = outlet.body('dialer.list', document)
  if (!(await readyList(db, vault, list, { staged, sha256: document.sha256, body }))) {
    await outlet.takeBack(staged)
    return NOTHING
  }
  return settle(turn, list, await outlet.give(staged, list.name, body), lines.length)
}

/** What became of a list of which somebody died. */
async function finish(turn: Turn, list: DialList): Promise<Handed> {
  const { db, vault, outlet } = turn
  if (list.state !== 'ready' || list.staged === null) {
    await outlet.forget(list.name)
    return dropped(turn, list, null)
  }
  switch (await outlet.takeBack(list.staged)) {
    case 'taken_back':
      return dropped(turn, list, null)
    case 'out':
      await endList(db, list, 'out')
      return { handed: { list: list.name, entries: 0 }, code: null }
    case 'unknown': {
      const body = await bodyOf(db, vault, list)
      if (body === null) return forgotten(turn, list)
      const given = await outlet.give(list.staged, list.name, body)
      // An earlier request may have arrived, whatever becomes of this one.
      return settle(turn, list, given.fate === 'refused' ? { ...given, fate: 'unknown' } : given, 0)
    }
  }
}

async function settle(turn: Turn, list: DialList, given: Given, entries: number): Promise<Handed> {
  const { db, dialer } = turn
  switch (given.fate) {
    case 'taken':
      if (!(await endList(db, list, 'out'))) return NOTHING
      if (given.notDialled.length > 0)
        await freeEntries(db, { list: list.id, agent: agentOf(dialer), only: given.notDialled })
      return { handed: { list: list.name, entries }, code: null }
    case 'refused':
      return dropped(turn, list, given.code)
    case 'unknown':
      if (await isOver(db, list)) await endList(db, list, 'out')
      else await tryLater(db, list, AGAIN_MS)
      return { handed: null, code: given.code }
  }
}

/** What it said is gone, such as with somebody who was erased: it may be out, and is not told again. */
async function forgotten({ db }: Turn, list: DialList): Promise<Handed> {
  await endList(db, list, 'out')
  return NOTHING
}

/** Nobody has seen it: its calls are free again. */
async function dropped({ db, dialer }: Turn, list: DialList, code: string | null): Promise<Handed> {
  await freeEntries(db, { list: list.id, agent: agentOf(dialer), token: list.token })
  await endList(db, list, 'dropped')
  return { handed: null, code }
}
