import { RECORD_CONTRACTS } from '../shell/record/contracts.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'

for (const contract of RECORD_CONTRACTS) contract('memory', async () => memoryStage())
