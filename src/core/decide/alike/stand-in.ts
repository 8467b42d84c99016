import type { AccountId, CaseId, NumberId, PersonId, PointId } from '../../base/id.ts'
import type { Dossier, DossierAccount } from '../../model/dossier.ts'
import type { Names } from './stamp.ts'

/** Names that nobody has, and that are found again in whatever they went into. */
const MARK = 8_642_975_310_000_000
const MARK_TEXT = 'stand-in/86429753100'
const MARKS = /86429753100/

/** The same dossier under other names. What no plan reads cannot be read. */
export function standInFor(dossier: Dossier): { dossier: Dossier; names: Names } {
  const { person, accounts, cases, points, evidence } = dossier
  const names = {
    person: (MARK + 1) as PersonId,
    account: (MARK + 2) as AccountId,
    case: (MARK + 3) as CaseId,
    points: points.map((_, place) => (MARK + 1000 + place) as PointId),
  }
  const pointOf = (id: PointId): PointId =>
    names.points[points.findIndex((point) => point.id === id)] ?? ((MARK + 999) as PointId)
  return {
    names,
    dossier: {
      ...dossier,
      person: { ...person, id: names.person, externalId: `${MARK_TEXT}/person` },
      accounts: accounts.map((account) =>
        unread({ ...account, id: names.account, externalId: `${MARK_TEXT}/account` }),
      ),
      cases: cases.map((theCase) => ({ ...theCase, id: names.case, account: names.account })),
      points: points.map((point) => ({
        ...point,
        id: pointOf(point.id),
        number: (MARK + 2000 + points.findIndex(({ number }) => number === point.number)) as NumberId,
      })),
      evidence: evidence.map((one) => ({
        ...one,
        account: one.account === null ? null : names.account,
        point: one.point === null ? null : pointOf(one.point),
      })),
    },
  }
}

function unread(account: DossierAccount): DossierAccount {
  return Object.defineProperty(account, 'balance', {
    enumerable: true,
    get: () => {
      throw new Error(`${MARK_TEXT}: a plan of several persons reads a balance`)
    },
  })
}

/** Whether a name of the stand-in is in what was made of its plan. */
export function isMarked(made: unknown): boolean {
  return MARKS.test(JSON.stringify(made))
}
