import { z } from 'zod'
import { kindsWith } from '../../src/core/model/human-task.ts'
import { GRANTED } from '../book/assumptions.ts'
import { dice } from '../provider/dice.ts'
import { exchange } from '../provider/exchange.ts'
import { SUPERVISOR } from './office.ts'

const KINDS = kindsWith(({ ofPromise, ofPlan, ofSettlement }) => Boolean(ofPromise ?? ofPlan ?? ofSettlement))
const Tasks = z.object({
  tasks: z.array(
    z.object({ id: z.number(), kind: z.string(), about: z.string(), rule: z.string().nullable() }),
  ),
})
const ANSWER_WITHIN_MS = 30_000

/** The second person answers, at the door that a supervisor has, what nobody else may say yes to. */
export function openSupervisor({
  url,
  key,
  seed,
}: {
  url: string
  key: string
  seed: string
}): () => Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const call = async (method: 'GET' | 'POST', path: string, body: object | null): Promise<unknown> => {
    const asked = { method, url: new URL(path, url).href, headers, body: body && JSON.stringify(body) }
    const answer = await exchange(asked, ANSWER_WITHIN_MS)
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${answer.body}`)
    return JSON.parse(answer.body)
  }
  return async () => {
    const { tasks } = Tasks.parse(
      await call('GET', `/v1/human-tasks?kind=${KINDS.join(',')}&limit=200`, null),
    )
    for (const { id, kind, about, rule } of tasks) {
      const grants = dice(seed, 'grant', kind, about, rule ?? '') < GRANTED
      await call('POST', `/v1/human-tasks/${id}/resolve`, {
        agent: SUPERVISOR,
        resolution: grants ? 'accept' : 'refuse',
      })
    }
  }
}
