import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import { sweepContract } from './sweep.contract.ts'

sweepContract('memory', memoryStage)
sweepContract('Postgres', pgStage)
