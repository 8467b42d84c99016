import type { Engine } from './engine.ts'

/** The answer puts the person right, and answers the tasks about it. */
export async function spoilOne({ db, api }: Engine): Promise<() => Promise<void>> {
  const [person] = await db.query<{ id: number; zones: string[] }>(
    `select p.id, p.zones from person p join collection_case c on c.person_id = p.id
     where c.closed_on is null order by c.id desc limit 1`,
  )
  if (!person) throw new Error('there is no open case')
  const setZones = (zones: readonly string[]) =>
    db.query(`update person set zones = $2 where id = $1`, [person.id, zones])
  await setZones(['Nowhere/Land'])
  await db.query(`update collection_case set next_review_at = business_now() where person_id = $1`, [
    person.id,
  ])
  return async () => {
    await setZones(person.zones)
    const tasks = await db.query<{ id: number }>(
      `select id from human_task where kind = 'parked' and resolved_at is null`,
    )
    for (const { id } of tasks) await resolve(api, id)
  }
}

async function resolve({ url, key }: Engine['api'], id: number): Promise<void> {
  const answer = await fetch(`${url}/v1/human-tasks/${id}/resolve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agent: 'fault', resolution: 'done' }),
  })
  if (!answer.ok) throw new Error(`task ${id}: ${answer.status} ${await answer.text()}`)
}
