import { eraseContract } from '../shell/retention/erase.contract.ts'
import { memoryRetentionStage } from '../shell/retention/memory-stage.ts'
import { retentionContract } from '../shell/retention/retention.contract.ts'

for (const contract of [retentionContract, eraseContract])
  contract('memory', async () => memoryRetentionStage())
