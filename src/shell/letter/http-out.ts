import type { Outlet } from './directory.ts'
import { MANIFEST } from './manifest.ts'

const WITHIN_MS = 30_000
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A print house that takes files over HTTP: each is put under the name of its batch, and the manifest, last, hands the batch over. Whether one that was not answered arrived, only the house knows: it is told again, the same under the same name. */
export function httpOutlet(url: string, headers: Readonly<Record<string, string>>): Outlet {
  const base = addressOf(url)
  const manifests = new Map<string, Buffer | string>()
  const put = async (path: string, content: Buffer | string, more: Record<string, string> = {}) => {
    const body = typeof content === 'string' ? content : new Uint8Array(content)
    const signal = AbortSignal.timeout(WITHIN_MS)
    const answer = await fetch(`${base}/${path}`, {
      method: 'PUT',
      headers: { ...headers, ...more },
      body,
      signal,
    })
    await answer.arrayBuffer()
    if (!answer.ok && answer.status !== 409) throw new Error(`the print house answered ${answer.status}`)
  }
  return {
    stage: async (batch) => batch,
    put: async (staged, file, content) => {
      if (file === MANIFEST) manifests.set(staged, content)
      else await put(`${staged}/${file}`, content)
    },
    finish: async () => {},
    handOver: async (staged, batch) => {
      await put(`${batch}/${MANIFEST}`, manifests.get(staged) ?? '', { 'idempotency-key': batch })
      manifests.delete(staged)
    },
    takeBack: async () => 'unknown',
  }
}

function addressOf(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname))
    throw new Error('the address is neither https nor this machine')
  return text.replace(/\/$/, '')
}
