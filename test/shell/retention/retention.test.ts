import { agreedContract } from './agreed.contract.ts'
import { eraseContract } from './erase.contract.ts'
import { memoryRetentionStage } from './memory-stage.ts'
import { pgRetentionStage } from './pg-stage.ts'
import { retentionContract } from './retention.contract.ts'

for (const contract of [retentionContract, agreedContract, eraseContract]) {
  contract('memory', async () => memoryRetentionStage())
  contract('Postgres', pgRetentionStage)
}
