import { WORD_CONTRACTS } from './contracts.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'

for (const contract of WORD_CONTRACTS) {
  contract('memory', async () => memoryStage())
  contract('Postgres', pgStage)
}
