import { nearest } from '../../base/nearest.ts'
import type { Problem } from '../../base/problem.ts'
import { liesIn } from '../../base/region.ts'
import { isMessage, MESSAGE_CHANNELS } from '../../channel/channel.ts'
import type { ProviderFile } from '../../model/provider.ts'
import { type Contract, GATEWAY, type Route, type Routes } from '../../model/routes.ts'
import type { Strategy } from '../../model/strategy.ts'
import { contactsIn } from '../contacts-in.ts'
import { type Placed, repeated, saidTwice, type ScheduleParts } from '../placed.ts'

/** The check of who carries which messages: every name leads somewhere, and no message of a strategy is left without a provider. */
export function checkProviders(parts: ScheduleParts): Problem[] {
  const providers = parts.providers ?? []
  return [
    ...checkFiles(providers),
    ...(parts.routes ? checkRoutes(parts.routes, providers, parts.strategies) : []),
  ]
}

function checkFiles(providers: readonly Placed<ProviderFile>[]): Problem[] {
  const named = { code: 'duplicate_provider', path: 'provider' }
  const twice = saidTwice(providers, ({ provider }) => provider, named)
  const taken = providers
    .filter(({ value }) => value.provider === GATEWAY)
    .map(({ file }): Problem => {
      const message = `${GATEWAY} is the provider that the settings name`
      return { code: 'duplicate_provider', file, path: 'provider', message, suggestion: 'another name' }
    })
  return [...twice, ...taken]
}

function checkRoutes(
  { file, value: { routes, contracts = [] } }: Placed<Routes>,
  providers: readonly Placed<ProviderFile>[],
  strategies: ScheduleParts['strategies'],
): Problem[] {
  const agreed = checkContracts(contracts, providers).map((problem) => ({ ...problem, file }))
  if (routes.length === 0) return agreed
  const found = routes.flatMap((route, index) => checkRoute(route, providers, `routes[${index}]`))
  const open = MESSAGE_CHANNELS.flatMap((channel) => unrouted(channel, routes, strategies))
  const beyond = routes.flatMap((route, index) => unheard(routes, route, index))
  return [...agreed, ...[...found, ...open, ...beyond].map((problem) => ({ ...problem, file }))]
}

function checkContracts(
  contracts: readonly Contract[],
  providers: readonly Placed<ProviderFile>[],
): Problem[] {
  return contracts.flatMap(({ provider, since, until }, index): Problem[] => {
    const path = `contracts[${index}]`
    const unknown = unknownIn(provider, providers, `${path}.provider`)
    if (until === undefined || since <= until) return unknown
    const message = `it ends on ${until}, before it begins on ${since}`
    return [...unknown, { code: 'contract_days', path: `${path}.until`, message }]
  })
}

/** The name of a provider that nobody has, with the nearest. */
function unknownIn(provider: string, providers: readonly Placed<ProviderFile>[], path: string): Problem[] {
  const known = [...providers.map(({ value }) => value.provider), GATEWAY]
  if (known.includes(provider)) return []
  const meant = nearest(provider, known)
  const suggestion = meant ? `did you mean ${meant}?` : `known: ${known.join(', ')}`
  return [{ code: 'unknown_provider', path, message: `there is no provider ${provider}`, suggestion }]
}

function checkRoute(route: Route, providers: readonly Placed<ProviderFile>[], path: string): Problem[] {
  const problems = route.providers.flatMap(({ provider }, index): Problem[] => {
    if (provider === GATEWAY) return []
    const place = `${path}.providers[${index}].provider`
    const named = providers.find(({ value }) => value.provider === provider)
    if (!named) return unknownIn(provider, providers, place)
    if (named.value.channels.includes(route.channel)) return []
    const message = `${provider} does not carry ${route.channel}`
    const suggestion = `it carries ${named.value.channels.join(', ')}`
    return [{ code: 'wrong_provider', path: place, message, suggestion }]
  })
  if (route.providers.every(({ share }) => share === 0)) {
    const message = 'nobody has a share, so nobody would be first'
    problems.push({
      code: 'no_share',
      path: `${path}.providers`,
      message,
      suggestion: 'a share above 0 for one of them',
    })
  }
  for (const { name } of repeated(route.providers, ({ provider }) => provider)) {
    problems.push({
      code: 'duplicate_provider',
      path: `${path}.providers`,
      message: `${name} is there twice`,
    })
  }
  return problems
}

/** A strategy uses the channel, and somebody whom it takes would have no provider. */
function unrouted(
  channel: string,
  routes: readonly Route[],
  strategies: ScheduleParts['strategies'],
): Problem[] {
  const users = strategies.map(({ value }) => value).filter((strategy) => uses(strategy, channel))
  const own = routes.filter((route) => route.channel === channel)
  const without = users.filter((strategy) => !reachesAll(own, strategy))
  if (without.length === 0) return []
  const names = without.map(({ strategy }) => strategy).join(', ')
  const message =
    own.length === 0
      ? `${names} use ${channel}, but no route names a provider for it`
      : `${names} use ${channel}, and debtors whom no route fits would have no provider`
  const suggestion = `add last: { channel: ${channel}, providers: [{ provider: ${GATEWAY} }] }`
  return [{ code: 'missing_provider', path: 'routes', message, suggestion }]
}

function uses(strategy: Strategy, channel: string): boolean {
  return contactsIn(strategy).some((one) => isMessage(one.channel) && one.channel === channel)
}

/** It asks whether one of the routes takes whomever the strategy takes: debtors of each of its creditors, in each of its regions. */
function reachesAll(routes: readonly Route[], { applies }: Strategy): boolean {
  const creditors = applies.creditor ?? [null]
  const regions = applies.region ?? [null]
  const fits = (route: Route, creditor: string | null, region: string | null): boolean =>
    (!route.creditor || (creditor !== null && route.creditor.includes(creditor))) &&
    (!route.region || (region !== null && route.region.some((area) => liesIn(region, area))))
  return creditors.every((creditor) =>
    regions.every((region) => routes.some((route) => fits(route, creditor, region))),
  )
}

function unheard(routes: readonly Route[], route: Route, index: number): Problem[] {
  const before = routes.slice(0, index).findIndex((one) => one.channel === route.channel && isForAll(one))
  if (before < 0) return []
  const message = `routes[${before}] takes every ${route.channel} before it`
  return [{ code: 'unheard_route', path: `routes[${index}]`, message, suggestion: 'put it before that one' }]
}

function isForAll({ region, creditor }: Route): boolean {
  return region === undefined && creditor === undefined
}
