import { deliverContract } from './deliver.contract.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'

deliverContract('memory', memoryStage)
deliverContract('Postgres', pgStage)
