import { contactsIn } from '../../core/config/contacts-in.ts'
import { ACTORS } from '../../core/base/list.ts'
import type { Problem } from '../../core/base/problem.ts'
import { liesIn, type Region } from '../../core/base/region.ts'
import { type Day, daysBetween } from '../../core/base/time.ts'
import { isMessage } from '../../core/channel/channel.ts'
import type { Placed, ScheduleParts } from '../../core/config/placed.ts'
import { type Forbids, meaningOfUse } from '../../core/model/forbidden-use.ts'
import { PRODUCTS } from '../../core/model/product.ts'
import type { ProviderFile } from '../../core/model/provider.ts'
import type { Contract, Route } from '../../core/model/routes.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { Template } from '../../core/model/template.ts'
import { forbiddenBy, registeredWith } from '../../providers/registry.ts'
import { registeredFor } from '../../providers/registered.ts'

/** A message of a strategy, and a provider that a route may give it to. What cannot be known here counts as meant. */
interface Use {
  strategy: Placed<Strategy>
  /** The step's place in the file. */
  path: string
  /** The text in every language. */
  texts: readonly Template[]
  provider: Placed<ProviderFile>
  regions: readonly (readonly Region[] | undefined)[]
}

/** What the terms of a vendor forbid is not sent by it, unless a contract is recorded that is in force; and a vendor that takes no free text must know every text. */
export function checkUses(parts: ScheduleParts, today: Day): Problem[] {
  const contracts = (parts.routes?.value.contracts ?? []).filter(
    ({ since, until }) => since <= today && (until === undefined || today <= until),
  )
  const found = usesIn(parts).flatMap((use) => [...forbidden(use, contracts), ...unregistered(use)])
  return onlyOnce(found)
}

function usesIn({ strategies, templates, routes, providers = [] }: ScheduleParts): Use[] {
  return strategies.flatMap((strategy) =>
    contactsIn(strategy.value).flatMap(({ channel, template, path: place }): Use[] => {
      if (!isMessage(channel) || template === undefined) return []
      const texts = templates
        .map(({ value }) => value)
        .filter((one) => one.template === template && one.channel === channel)
      const path = `${place}.template`
      const own = (routes?.value.routes ?? []).filter((one) => one.channel === channel)
      return own
        .filter((route) => mayTake(route, strategy.value))
        .flatMap((route) =>
          route.providers.flatMap(({ provider: name }): Use[] => {
            const provider = providers.find(({ value }) => value.provider === name)
            const regions = [route.region, strategy.value.applies.region]
            return provider ? [{ strategy, path, texts, provider, regions }] : []
          }),
        )
    }),
  )
}

function mayTake({ region, creditor }: Route, { applies }: Strategy): boolean {
  const isTheirs = !creditor || !applies.creditor || creditor.some((one) => applies.creditor?.includes(one))
  return isTheirs && meet(region, applies.region)
}

/** Somebody may live in both; absent = anywhere. */
function meet(some: readonly Region[] | undefined, others: readonly Region[] | undefined): boolean {
  return !some || !others || some.some((one) => others.some((two) => liesIn(one, two) || liesIn(two, one)))
}

function forbidden(use: Use, contracts: readonly Contract[]): Problem[] {
  const { strategy, path, provider } = use
  const { provider: name } = provider.value
  const allowed = contracts.filter((one) => one.provider === name).flatMap(({ allows }) => allows)
  return forbiddenBy(provider.value)
    .filter((one) => !allowed.includes(one.use) && isMeant(one, use))
    .map(({ use: what, source, read }): Problem => {
      const { means } = meaningOfUse(what)
      return {
        code: 'forbidden_use',
        file: strategy.file,
        path,
        message: `${name} may carry it, and its terms forbid ${means} (${source}, read on ${read})`,
        suggestion: `another route, or the contract that allows it: contracts: [{ provider: ${name}, allows: [${what}], ... }] in providers.yaml`,
      }
    })
}

function isMeant({ use: what, regions }: Forbids, { strategy, texts, ...use }: Use): boolean {
  const { actor: actors = ACTORS, product: products = PRODUCTS } = strategy.value.applies
  const meaning = meaningOfUse(what)
  return (
    use.regions.every((one) => meet(regions, one)) &&
    texts.some(({ purpose }) =>
      actors.some((actor) => products.some((product) => meaning.is({ actor, product, purpose }))),
    )
  )
}

function unregistered({ strategy, texts, provider }: Use): Problem[] {
  const known = registeredWith(provider.value)
  if (!known) return []
  return texts
    .filter((one) => !registeredFor(known, one))
    .map(({ template, locale }): Problem => {
      const message = `${strategy.value.strategy} sends ${template} in ${locale}, which it does not know: such a message would be refused`
      const suggestion = `templates: - { template: ${template}, locale: ${locale}, code: ..., params: ... }`
      return { code: 'unmapped_template', file: provider.file, path: 'templates', message, suggestion }
    })
}

const ENDING = 60

/** What is not wrong and worth knowing: contracts that end soon or have ended, and texts of which the vendor has its own version. */
export function useNotes(parts: ScheduleParts, today: Day): Problem[] {
  const { file = '', value } = parts.routes ?? {}
  const ending = (value?.contracts ?? []).flatMap(({ provider, until }, index): Problem[] => {
    if (until === undefined || daysBetween(today, until) > ENDING) return []
    const message = `the contract with ${provider} ${until < today ? 'ended' : 'ends'} on ${until}: what it allows is refused afterwards`
    return [{ code: 'contract_ends', file, path: `contracts[${index}].until`, message }]
  })
  const own = usesIn(parts).flatMap(({ texts, provider }) => {
    const known = registeredWith(provider.value) ?? []
    return texts.flatMap((text): Problem[] => {
      const code = registeredFor(known, text)?.code
      const message = `what is approved as ${code} must say what ${text.template} says in ${text.locale}: the law is judged on that`
      return code === undefined
        ? []
        : [{ code: 'vendor_text', file: provider.file, path: 'templates', message }]
    })
  })
  return [...ending, ...onlyOnce(own)]
}

function onlyOnce(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
