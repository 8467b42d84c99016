import { blameContract } from './blame.contract.ts'
import { bothContract } from './both.contract.ts'
import { carrierContract } from './carrier.contract.ts'
import { deliverContract } from './deliver.contract.ts'
import { lateContract } from './late.contract.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import { textContract } from './text.contract.ts'

deliverContract('memory', memoryStage)
deliverContract('Postgres', pgStage)
lateContract('memory', memoryStage)
lateContract('Postgres', pgStage)
textContract('memory', memoryStage)
textContract('Postgres', pgStage)
carrierContract('memory', memoryStage)
carrierContract('Postgres', pgStage)
bothContract('memory', memoryStage)
bothContract('Postgres', pgStage)
blameContract('memory', memoryStage)
blameContract('Postgres', pgStage)
