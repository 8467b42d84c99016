import { firstDayContest } from './import-contest.ts'
import type { Figure } from './harness.ts'

export const B14: Figure = {
  id: 'B14',
  title: 'the first load of accounts with persons and numbers',
  unit: 'lines/s',
  reach: 0.1,
  ofFloor: 0.8,
  rounds: 2,
  prepare: (servers, { lines }) => firstDayContest(servers, lines),
}
