import { dailyContest } from './import-contest.ts'
import type { Figure } from './harness.ts'

export const B13C: Figure = {
  id: 'B13C',
  title: 'a daily file of which a tenth changed; each changed line has its fact, link and review',
  unit: 'lines/s',
  reach: 0.2,
  ofFloor: 0.8,
  rounds: 3,
  prepare: (servers, { lines }) => dailyContest(servers, { lines, changedEvery: 10 }),
}
