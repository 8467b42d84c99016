import { type Problem, ProblemError } from '../../../core/base/problem.ts'
import { isoOf } from '../../../core/base/time.ts'
import type { Dialer } from '../../../core/model/dialer.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, plainStatement } from '../base/statement.ts'

const IN_HAND = plainStatement({
  name: 'config-dialers-in-hand',
  once: true,
  text: `
    select l.dialer, count(*) as calls, max(e.report_by) as until
    from dialer_entry e join dialer_list l on l.id = e.list_id
    where e.state = 'handed' group by l.dialer order by l.dialer`,
  row: { dialer: 'text', calls: 'int8', until: 'timestamptz' },
})

/** A dialer that has calls in hand must hear what is withdrawn, and be heard: a version without it is refused. */
export async function refuseMissingDialers(
  tx: SqlTransaction,
  dialers: readonly Pick<Dialer, 'dialer'>[],
): Promise<void> {
  const there = new Set(dialers.map(({ dialer }) => dialer))
  const left = (await ask(tx, IN_HAND)).filter(({ dialer }) => !there.has(dialer))
  const problems = left.map(
    ({ dialer, calls, until }): Problem => ({
      code: 'dialer_in_use',
      message: `${calls} calls are in the hands of the dialer ${dialer}: it would hear no withdrawal, and not be heard`,
      suggestion: `keep dialers/${dialer}.yaml with takes: { creditor: [nobody] }, so that it is handed no more, until it has told of all of them, at the latest until ${isoOf(until)}`,
    }),
  )
  if (problems.length > 0) throw new ProblemError(problems)
}
