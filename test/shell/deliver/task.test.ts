import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import { taskContract } from './task.contract.ts'

taskContract('memory', memoryStage)
taskContract('Postgres', pgStage)
