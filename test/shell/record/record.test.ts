import { ledgerContract } from './ledger.contract.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'

ledgerContract('memory', async () => memoryStage())
ledgerContract('Postgres', pgStage)
