import { dailyContest } from './import-contest.ts'
import type { Figure } from './harness.ts'

export const B13: Figure = {
  id: 'B13',
  title: 'a daily file in which nothing changed, from the file to the commit',
  unit: 'lines/s',
  reach: 0.7,
  rounds: 3,
  prepare: (servers, { lines }) => dailyContest(servers, { lines, changedEvery: 0 }),
}
