import { NotTaken, type Outlet } from './directory.ts'
import { MANIFEST } from './manifest.ts'

const WITHIN_MS = 30_000
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const TAKEN_BEFORE = 409
/** A request that was too slow, or too early, may have been taken. */
const UNSURE = new Set([408, 425])

/** A print house that takes files over HTTP: each is put under the name of its batch, and the manifest, last, hands the batch over. Whether one that was not answered arrived, only the house knows: it is told again, the same under the same name. A manifest that was refused at once is none. */
export function httpOutlet(url: string, headers: Readonly<Record<string, string>>): Outlet {
  const base = addressOf(url)
  const manifests = new Map<string, Buffer | string>()
  return {
    keeps: true,
    stage: async (batch) => batch,
    put: async (staged, file, content) => {
      if (file === MANIFEST) manifests.set(staged, content)
      else await put(`${base}/${staged}/${file}`, content, { headers, isKnown: true })
    },
    finish: async () => {},
    handOver: async (staged, batch, isAgain = false) => {
      const own = { ...headers, 'idempotency-key': batch }
      const manifest = manifests.get(staged) ?? ''
      await put(`${base}/${batch}/${MANIFEST}`, manifest, { headers: own, isKnown: isAgain })
      manifests.delete(staged)
    },
    takeBack: async () => 'unknown',
  }
}

/** `isKnown`: where the house has something of that name, it is this. */
async function put(
  url: string,
  content: Buffer | string,
  { headers, isKnown }: { headers: Readonly<Record<string, string>>; isKnown: boolean },
): Promise<void> {
  const body = typeof content === 'string' ? content : new Uint8Array(content)
  const signal = AbortSignal.timeout(WITHIN_MS)
  const request = { method: 'PUT', headers, body, signal, redirect: 'manual' } as const
  const answer = await fetch(url, request).catch((error: unknown) => {
    throw wasReached(error) ? error : new NotTaken('the print house was not reached')
  })
  await answer.body?.cancel()
  if (answer.ok || (answer.status === TAKEN_BEFORE && isKnown)) return
  const told = `the print house answered ${answer.status}`
  throw isRefusal(answer.status) ? new NotTaken(told) : new Error(told)
}

/** The connection was never there: no byte was read by anybody. */
function wasReached(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as { code?: string }
  return code === undefined || !UNREACHED.has(code)
}

/** A house that says where else the file belongs has not taken it, and no letter goes where nobody has said that it may. */
function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && !UNSURE.has(status)
}

function addressOf(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname))
    throw new Error('the address is neither https nor this machine')
  return text.replace(/\/$/, '')
}
