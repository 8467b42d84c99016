import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import { taskAgainContract } from './task-again.contract.ts'
import { taskContract } from './task.contract.ts'

taskContract('memory', memoryStage)
taskContract('Postgres', pgStage)
taskAgainContract('memory', memoryStage)
taskAgainContract('Postgres', pgStage)
