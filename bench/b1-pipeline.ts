import { asAdmin } from './database.ts'
import type { Figure } from './harness.ts'
import { timed } from './timed.ts'
import { TODAY } from './morning.ts'
import { ACCOUNTS, DUE_EVERY, morningContest, type Rival } from './morning-contest.ts'
import { naiveLoop } from './naive-loop.ts'
import { numbers } from './numbers.ts'

/** The loop is timed over a stretch of the same book, with as many due among them. */
const SAMPLE = 3_000

export const B1: Figure = {
  id: 'B1',
  title: `a morning of ${ACCOUNTS.toLocaleString('en-US')} accounts, one in ${DUE_EVERY} due: detected, decided, permitted, committed, queued`,
  unit: 'accounts/s',
  reach: 20,
  rounds: 3,
  prepare: (servers) => morningContest(servers, LOOP),
}

const LOOP: Rival = {
  name: 'a loop over every account',
  run: ({ engine, copy }) =>
    asAdmin(copy.adminUrl, (client) =>
      timed(() => naiveLoop({ client, queue: engine.queues.byName.sms, today: TODAY }, numbers(1, SAMPLE))),
    ),
}
