import { isArray, isObject } from '../../json/index.ts'
import type { SecurityScheme } from '../model/index.ts'
import { child, items, ownEntries, type Place, text } from './place.ts'
import type { Reading } from './reading.ts'

/** `security` of the operation, or else of the document; none, or an empty list, leaves the operation open. */
export function readSecurity(reading: Reading, root: Place, operation: Place): SecurityScheme[][] {
  const level = child(operation, 'security') ? operation : root
  return items(level, 'security').map((alternative) =>
    ownEntries(alternative).map(([name, place]) => readScheme(reading, root, name, place)),
  )
}

function readScheme(reading: Reading, root: Place, name: string, use: Place): SecurityScheme {
  const components = child(root, 'components')
  const schemes = child(root, 'securityDefinitions') ?? (components && child(components, 'securitySchemes'))
  const written = schemes && child(schemes, name)
  if (!written) {
    const expected = reading.files.dialect.version === '2.0' ? 'securityDefinitions' : 'components/securitySchemes'
    throw reading.files.error(`the security scheme ${JSON.stringify(name)} is missing in ${expected}`, use.source)
  }
  const place = reading.files.deref(written)
  const scheme = isObject(place.value) ? schemeOf(name, place) : undefined
  if (!scheme) {
    const reason = 'a security scheme is apiKey, http, oauth2, openIdConnect or mutualTLS, with what its type requires'
    throw reading.files.error(reason, place.source)
  }
  return scheme
}

function schemeOf(name: string, place: Place): SecurityScheme | undefined {
  const type = text(place, 'type')
  if (type === 'oauth2' || type === 'openIdConnect' || type === 'mutualTLS') return { name, type }
  if (type === 'basic') return { name, type: 'http', scheme: 'basic' }
  const scheme = text(place, 'scheme')
  if (type === 'http' && scheme !== undefined) return { name, type, scheme: scheme.toLowerCase() }
  const location = text(place, 'in')
  const parameter = text(place, 'name')
  if (type !== 'apiKey' || parameter === undefined) return undefined
  return location === 'query' || location === 'header' || location === 'cookie'
    ? { name, type, in: location, parameter }
    : undefined
}

/**
 * Server URLs of OpenAPI 3, each variable at its default: of the document, a path or an operation. Relative ones stand
 * against the place that the document was fetched from (3.1, 4.8.5); where it was not, they stay as they are.
 */
export const readServers = (place: Place, documentUrl: string): string[] =>
  items(place, 'servers').flatMap((server) => {
    const url = text(server, 'url')
    const variables = child(server, 'variables')
    if (url === undefined) return []
    const filled = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = variables && child(variables, name)
      const value = variable && child(variable, 'default')?.value
      return value === undefined || value === null || isArray(value) || isObject(value) ? whole : String(value)
    })
    const isRelative = /^https?:/.test(documentUrl) && !URL.canParse(filled) && URL.canParse(filled, documentUrl)
    return isRelative ? new URL(filled, documentUrl).href.replace(/\/$/, '') : filled
  })
