import { atOnce, dated, type Row, type Section, words, text } from './section.ts'

export const holds: Section = {
  name: 'holds',
  title: 'Holds, disputes, requests to stop and opt-outs',
  rows: ({ db, person }) =>
    atOnce(
      db
        .query<Row>(
          `select h.id, h.kind, h.external_id as name, h.reason, a.external_id as account, h.point_id as point, h.channel,
             h.from_at as "from", h.until_on as until, h.lifted_at as "liftedAt", h.outcome
           from hold h left join account a on a.person_id = h.person_id and a.id = h.account_id
           where h.person_id = $1 order by h.from_at, h.id`,
          [person],
        )
        .then((rows) => rows.map((row) => dated(row, 'from', 'liftedAt'))),
    ),
  tell: (row, local) => [
    words(
      local(row['from']),
      row['kind'],
      row['reason'],
      row['account'] ? `on ${text(row['account'])}` : 'on everything',
      row['channel'],
      row['point'] && `at #${text(row['point'])}`,
      row['until'] && `until ${text(row['until'])}`,
      row['liftedAt'] && `lifted ${local(row['liftedAt'])}`,
      row['outcome'],
    ),
  ],
}

export const evidence: Section = {
  name: 'evidence',
  title: 'Consents and other evidence',
  rows: ({ db, person }) =>
    atOnce(
      db
        .query<Row>(
          `select e.id, e.key, e.value, a.external_id as account, e.point_id as point, e.agent, e.at, e.until_at as "until"
           from evidence e left join account a on a.person_id = e.person_id and a.id = e.account_id
           where e.person_id = $1 order by e.at, e.id`,
          [person],
        )
        .then((rows) => rows.map((row) => dated(row, 'at', 'until'))),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      `${text(row['key'])} = ${text(row['value'])}`,
      row['account'] && `on ${text(row['account'])}`,
      row['point'] && `at #${text(row['point'])}`,
      row['until'] && `until ${local(row['until'])}`,
    ),
  ],
}

export const tasks: Section = {
  name: 'tasks',
  title: 'What people were asked to look at',
  rows: ({ db, person }) =>
    atOnce(
      db
        .query<Row>(
          `select t.id, t.kind, t.reason, t.role, a.external_id as account, t.contact_id as contact, t.created_at as "at", t.due,
             t.claimed_by as "claimedBy", t.claimed_at as "claimedAt", t.resolved_at as "resolvedAt", t.resolution
           from human_task t left join account a on a.person_id = t.person_id and a.id = t.account_id
           where t.person_id = $1 order by t.id`,
          [person],
        )
        .then((rows) => rows.map((row) => dated(row, 'at', 'due', 'claimedAt', 'resolvedAt'))),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      `${text(row['kind'])}:`,
      row['reason'],
      row['resolvedAt'] ? `(resolved ${local(row['resolvedAt'])}: ${text(row['resolution'])})` : '(open)',
    ),
  ],
}

export const handling: Section = {
  name: 'handling',
  title: 'Who exported or erased it',
  rows: ({ db, person }) =>
    atOnce(
      db
        .query<Row>(
          `select id, at, who, what, detail from audit where what like 'person.%' and detail ->> 'person' = $1 order by id`,
          [String(person)],
        )
        .then((rows) => rows.map((row) => dated(row, 'at'))),
    ),
  tell: (row, local) => [words(local(row['at']), row['what'], 'by', row['who'])],
}
