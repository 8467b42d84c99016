import { nearest } from '../../base/nearest.ts'
import type { Problem } from '../../base/problem.ts'
import { isMessage, MESSAGE_CHANNELS } from '../../channel/channel.ts'
import type { ProviderFile } from '../../model/provider.ts'
import { GATEWAY, type Route, type Routes } from '../../model/routes.ts'
import { type Placed, repeated, type ScheduleParts } from '../placed.ts'

/** The check of who carries which messages: every name leads somewhere, and no message of a strategy is left without a provider. */
export function checkProviders(parts: ScheduleParts): Problem[] {
  const providers = parts.providers ?? []
  return [
    ...checkFiles(providers),
    ...(parts.routes ? checkRoutes(parts.routes, providers, usedIn(parts)) : []),
  ]
}

function checkFiles(providers: readonly Placed<ProviderFile>[]): Problem[] {
  const twice = repeated(providers, ({ value }) => value.provider).map(({ item, name }): Problem => {
    return {
      code: 'duplicate_provider',
      file: item.file,
      path: 'provider',
      message: `${name} is there twice`,
    }
  })
  const taken = providers
    .filter(({ value }) => value.provider === GATEWAY)
    .map(({ file }): Problem => {
      const message = `${GATEWAY} is the provider that the settings name`
      return { code: 'duplicate_provider', file, path: 'provider', message, suggestion: 'another name' }
    })
  return [...twice, ...taken]
}

function usedIn({ strategies }: ScheduleParts): ReadonlySet<string> {
  const steps = strategies.flatMap(({ value }) => value.stages.flatMap((stage) => stage.steps))
  return new Set(steps.map(({ channel }) => channel).filter(isMessage))
}

function checkRoutes(
  { file, value: { routes } }: Placed<Routes>,
  providers: readonly Placed<ProviderFile>[],
  used: ReadonlySet<string>,
): Problem[] {
  if (routes.length === 0) return []
  const found = routes.flatMap((route, index) => checkRoute(route, providers, `routes[${index}]`))
  const open = MESSAGE_CHANNELS.filter((channel) => used.has(channel)).flatMap((channel) =>
    unrouted(channel, routes),
  )
  const beyond = routes.flatMap((route, index) => unheard(routes, route, index))
  return [...found, ...open, ...beyond].map((problem) => ({ ...problem, file }))
}

function checkRoute(route: Route, providers: readonly Placed<ProviderFile>[], path: string): Problem[] {
  const problems = route.providers.flatMap(({ provider }, index): Problem[] => {
    if (provider === GATEWAY) return []
    const place = `${path}.providers[${index}].provider`
    const known = providers.map(({ value }) => value.provider)
    const named = providers.find(({ value }) => value.provider === provider)
    if (!named) {
      const meant = nearest(provider, [...known, GATEWAY])
      const suggestion = meant ? `did you mean ${meant}?` : `known: ${[...known, GATEWAY].join(', ')}`
      return [
        { code: 'unknown_provider', path: place, message: `there is no provider ${provider}`, suggestion },
      ]
    }
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

/** Somebody would have no provider without a last route for everybody. */
function unrouted(channel: string, routes: readonly Route[]): Problem[] {
  const own = routes.filter((route) => route.channel === channel)
  if (own.some(isForAll)) return []
  const message =
    own.length === 0
      ? `strategies use ${channel}, but no route names a provider for it`
      : `strategies use ${channel}, and debtors whom no route fits would have no provider`
  const suggestion = `add last: { channel: ${channel}, providers: [{ provider: ${GATEWAY} }] }`
  return [{ code: 'missing_provider', path: 'routes', message, suggestion }]
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
