import { LEDGER_CONTRACTS } from './contracts.ts'
import { pgStage } from './pg-stage.ts'

for (const contract of LEDGER_CONTRACTS) contract('Postgres', pgStage)
