import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadOrder, LoadReport } from './load.ts'

export interface LoadProcess {
  send(order: LoadOrder): Promise<LoadReport>
  stop(): void
}

export function startLoad(): LoadProcess {
  const ending = extname(import.meta.url)
  const loader = ending === '.ts' ? ['--import', import.meta.resolve('tsx')] : []
  const file = fileURLToPath(new URL(`load${ending}`, import.meta.url))
  const child = fork(file, { execArgv: loader })
  const died = once(child, 'exit').then(() => {
    throw new Error('the load process ended')
  })
  died.catch(() => {})
  return {
    send: async (order) => {
      const answer = once(child, 'message')
      child.send(order)
      const [report] = (await Promise.race([answer, died])) as [LoadReport]
      return report
    },
    stop: () => void child.kill(),
  }
}
