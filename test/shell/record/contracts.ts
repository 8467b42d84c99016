import { afterEndContract } from './after-end.contract.ts'
import { brakeContract } from './brake.contract.ts'
import { contactKindContract } from './contact-kind.contract.ts'
import { datedContract } from './dated.contract.ts'
import { answerContract } from './answer.contract.ts'
import { closeAskedContract } from './close-asked.contract.ts'
import { ageContract } from './age.contract.ts'
import { detectContract } from './detect.contract.ts'
import { holdsContract } from './holds.contract.ts'
import { ledgerContract } from './ledger.contract.ts'
import { moneyContract } from './money.contract.ts'
import { lookedAtContract } from './looked-at.contract.ts'
import { openContactsContract } from './open-contacts.contract.ts'
import { outcomesContract } from './outcomes.contract.ts'
import { payOrderContract } from './pay-order.contract.ts'
import { papersContract } from './papers.contract.ts'
import { refusedContract } from './refused.contract.ts'
import { settlementAgainContract } from './settlement-again.contract.ts'
import { settlementContract } from './settlement.contract.ts'
import { planContract } from './plan.contract.ts'
import { promiseContract } from './promise.contract.ts'
import { reachContract } from './reach.contract.ts'
import { latestWordContract } from './latest-word.contract.ts'
import { numbersContract } from './numbers.contract.ts'
import { replyContract } from './reply.contract.ts'
import { silenceContract } from './silence.contract.ts'
import { supersedesContract } from './supersedes.contract.ts'
import { unknownSenderContract } from './unknown-sender.contract.ts'
import { wishContract } from './wish.contract.ts'
import { wordsContract } from './words.contract.ts'

/** What every store of facts has to keep, in memory as on Postgres: what is done to a ledger. */
export const LEDGER_CONTRACTS = [
  ledgerContract,
  moneyContract,
  payOrderContract,
  reachContract,
  detectContract,
  replyContract,
  wishContract,
  afterEndContract,
  numbersContract,
  latestWordContract,
  outcomesContract,
  refusedContract,
  datedContract,
  answerContract,
  promiseContract,
  settlementContract,
  settlementAgainContract,
  planContract,
  ageContract,
  contactKindContract,
  openContactsContract,
  unknownSenderContract,
]

/** What a word does that lasts, and whom it affects. */
export const WORD_CONTRACTS = [
  wordsContract,
  holdsContract,
  brakeContract,
  closeAskedContract,
  lookedAtContract,
  papersContract,
  silenceContract,
  supersedesContract,
]
