import { LEDGER_CONTRACTS, WORD_CONTRACTS } from '../shell/record/contracts.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'

for (const contract of [...LEDGER_CONTRACTS, ...WORD_CONTRACTS]) contract('memory', async () => memoryStage())
