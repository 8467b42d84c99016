import { sizeContest } from './import-contest.ts'
import type { Figure } from './harness.ts'

export const B11: Figure = {
  id: 'B11',
  title:
    'an import ten times as large, beside the smaller one: a line costs no more, and no more memory is held',
  unit: 'lines/s',
  reach: 1 / 1.3,
  memory: 1.2,
  rounds: 1,
  prepare: (servers, { lines }) => sizeContest(servers, lines),
}
