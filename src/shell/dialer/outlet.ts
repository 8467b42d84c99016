import type { Dialer } from '../../core/model/dialer.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { signBody } from '../http/signature.ts'
import { type Fate, type Outlet, outDirectory } from '../letter/directory.ts'
import type { HttpClient } from '../provider/http-client.ts'
import { type Environment, settingOf } from './dialers.ts'
import { type Document, sumsOf } from './list-file.ts'

/** What became of a document that was to be handed over. `refused`: the dialer has nothing of it. `unknown`: it may have it. */
export interface Given {
  fate: 'taken' | 'refused' | 'unknown'
  /** It is empty where there is nothing to say. */
  code: string
  /** Entries that the dialer says nobody dialled, and nobody will. */
  notDialled: readonly string[]
}

/** The place or the address by which a dialer is told. */
export interface DialerOutlet {
  /** The document stands complete where nobody sees it; the answer is its name there. */
  stage(name: string, file: string, document: Document, attempt: string): Promise<string>
  /** The request itself, where there is one: told again it is the same. */
  body(type: DialerMessage, document: Document): string | null
  give(staged: string, name: string, body: string | null): Promise<Given>
  takeBack(staged: string): Promise<Fate>
  /** Nothing of an earlier try is left where nobody sees it. */
  forget(name: string): Promise<void>
}

export type DialerMessage = 'dialer.list' | 'dialer.withdrawn'

interface OutletDeps {
  environment: Environment
  client: HttpClient
  machine: MachineClock
}

/** Null = a value of the environment is not set. */
export function dialerOutlet({ out }: Dialer, deps: OutletDeps): DialerOutlet | null {
  const directory = out.directory === undefined ? null : settingOf(out.directory, deps.environment)
  if (directory !== null) return folderOutlet(outDirectory(directory))
  if (out.http === undefined) return null
  const url = settingOf(out.http.url, deps.environment)
  const secret = settingOf(out.http.secret, deps.environment)
  return url === null || secret === null ? null : httpOutlet(deps, addressOf(url), secret)
}

const THERE = new Set(['ENOTEMPTY', 'EEXIST'])
const TAKEN: Given = { fate: 'taken', code: '', notDialled: [] }

/** One folder for each document, moved there whole. */
function folderOutlet(out: Outlet): DialerOutlet {
  return {
    stage: async (name, file, document, attempt) => {
      const staged = await out.stage(name, attempt)
      await out.put(staged, `${file}.csv`, document.csv)
      await out.put(staged, `${file}.sha256`, sumsOf(document, file))
      await out.put(staged, `${file}.json`, document.json)
      await out.finish(staged)
      return staged
    },
    body: () => null,
    give: async (staged, name) => {
      try {
        await out.handOver(staged, name)
      } catch (error) {
        // Whoever died after it had moved it there did not say so.
        if (!THERE.has((error as NodeJS.ErrnoException).code ?? '')) throw error
      }
      return TAKEN
    },
    takeBack: (staged) => out.takeBack(staged),
    forget: async (name) => {
      try {
        await out.takeBack(await out.stage(name, 'forgotten'))
      } catch (error) {
        // Where the folder is not there, nothing is left in it.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    },
  }
}

const WITHIN_MS = 30_000
/** It may name every call of the longest list. */
const LARGEST_ANSWER = 1024 * 1024
/** Answers after which nobody knows whether it was taken. */
const AMBIGUOUS = new Set([408, 425])
/** The dialer has it already. */
const KNOWN = 409

/** One request for each document, signed; under one name it is one document, however often it comes. */
function httpOutlet({ client, machine }: OutletDeps, url: string, secret: string): DialerOutlet {
  return {
    stage: async (name) => name,
    body: (type, { json }) => JSON.stringify({ type, data: JSON.parse(json) as unknown }),
    takeBack: async () => 'unknown',
    forget: async () => {},
    give: async (_staged, name, body) => {
      const timestamp = String(Math.floor(machine.now() / 1000))
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': name,
        'webhook-id': name,
        'webhook-timestamp': timestamp,
        'webhook-signature': signBody(name, timestamp, body ?? '', secret),
      }
      const reply = await client.exchange(
        { method: 'POST', url, headers, body: body ?? '' },
        WITHIN_MS,
        LARGEST_ANSWER,
      )
      if (reply.kind === 'not_reached') return { fate: 'refused', code: reply.code, notDialled: [] }
      if (reply.kind === 'ambiguous') return { fate: 'unknown', code: reply.code, notDialled: [] }
      return answered(reply.status, reply.body)
    },
  }
}

function answered(status: number, body: unknown): Given {
  const code = `http_${status}`
  if ((status >= 200 && status < 300) || status === KNOWN)
    return { fate: 'taken', code, notDialled: notDialledIn(body) }
  const refused = status >= 400 && status < 500 && !AMBIGUOUS.has(status)
  return { fate: refused ? 'refused' : 'unknown', code, notDialled: [] }
}

const ENTRY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function notDialledIn(body: unknown): string[] {
  const named =
    body !== null && typeof body === 'object' ? (body as Record<string, unknown>)['notDialled'] : null
  return Array.isArray(named)
    ? named.filter((one): one is string => typeof one === 'string' && ENTRY.test(one))
    : []
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function addressOf(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname))
    throw new Error('the address is neither https nor this machine')
  return text
}
