import { deliverContract } from '../shell/deliver/deliver.contract.ts'
import { carrierContract } from '../shell/deliver/carrier.contract.ts'
import { textContract } from '../shell/deliver/text.contract.ts'
import { memoryStage } from '../shell/deliver/memory-stage.ts'

deliverContract('memory', memoryStage)
textContract('memory', memoryStage)
carrierContract('memory', memoryStage)
