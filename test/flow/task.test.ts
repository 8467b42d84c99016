import { taskContract } from '../shell/deliver/task.contract.ts'
import { taskAgainContract } from '../shell/deliver/task-again.contract.ts'
import { memoryStage } from '../shell/deliver/memory-stage.ts'

taskContract('memory', memoryStage)
taskAgainContract('memory', memoryStage)
