import { isArray, isObject, lastToken, parentPointer } from '../../json/index.ts'
import type { OAuthFlow, SecurityScheme } from '../model/index.ts'
import type { ApiDocument } from './api-document.ts'
import { child, type DocumentNode, items, ownEntries, text } from './document-node.ts'
import { isRemote } from './file-set.ts'
import { isSchemeUri } from './scheme-references.ts'

/** `security` of the operation, or else of the document. If there is none, or an empty list, the operation is open. */
export function readSecurity(document: ApiDocument, operation: DocumentNode): SecurityScheme[][] {
  const level = child(operation, 'security') ? operation : document.root
  return items(level, 'security').map((alternative) =>
    ownEntries(alternative).map(([name, requirement]) => readScheme(document, name, requirement)),
  )
}

/** The names of the document's security schemes, whether or not an operation asks for them. */
export function readSchemeNames(document: ApiDocument): readonly string[] {
  const schemes = schemesNode(document)
  return schemes && isObject(schemes.value) ? Object.keys(schemes.value) : []
}

function schemesNode({ root }: ApiDocument): DocumentNode | undefined {
  const components = child(root, 'components')
  return child(root, 'securityDefinitions') ?? (components && child(components, 'securitySchemes'))
}

function readScheme(document: ApiDocument, name: string, requirement: DocumentNode): SecurityScheme {
  const { files } = document
  const schemes = schemesNode(document)
  const isUri = files.dialectOf(requirement.source).hasFieldsOf32 && isSchemeUri(name)
  const written = (schemes && child(schemes, name)) ?? (isUri ? files.follow(name, requirement.source) : undefined)
  if (!written) {
    const expected = files.dialect.version === '2.0' ? 'securityDefinitions' : 'components/securitySchemes'
    throw files.error(`the security scheme ${JSON.stringify(name)} is missing in ${expected}`, requirement.source)
  }
  const node = files.deref(written)
  const scheme = isObject(node.value) ? schemeOf(nameOfScheme(document, name, written), node) : undefined
  if (!scheme) {
    const reason = 'a security scheme is apiKey, http, oauth2, openIdConnect or mutualTLS, with what its type requires'
    throw files.error(reason, node.source)
  }
  return scheme
}

/** A scheme among the components goes by its name there, however it is referred to. */
function nameOfScheme(document: ApiDocument, name: string, { source }: DocumentNode): string {
  const schemes = schemesNode(document)?.source
  const isComponent = schemes?.file === source.file && schemes.pointer === parentPointer(source.pointer)
  return isComponent ? lastToken(source.pointer) : name
}

function schemeOf(name: string, node: DocumentNode): SecurityScheme | undefined {
  const type = text(node, 'type')
  if (type === 'openIdConnect' || type === 'mutualTLS') return { name, type }
  if (type === 'oauth2') {
    const flows = readFlows(node)
    return { name, type, ...(flows.length > 0 && { flows }) }
  }
  if (type === 'basic') return { name, type: 'http', scheme: 'basic' }
  const scheme = text(node, 'scheme')
  if (type === 'http' && scheme !== undefined) return { name, type, scheme: scheme.toLowerCase() }
  const location = text(node, 'in')
  const parameter = text(node, 'name')
  if (type !== 'apiKey' || parameter === undefined) return undefined
  return location === 'query' || location === 'header' || location === 'cookie'
    ? { name, type, in: location, parameter }
    : undefined
}

/** The names of the flows in OpenAPI 3 and, in one member, in 2.0. */
const GRANTS = [
  ['password', 'password', 'password'],
  ['client_credentials', 'clientCredentials', 'application'],
] as const

function readFlows(node: DocumentNode): OAuthFlow[] {
  const flows = child(node, 'flows')
  return GRANTS.flatMap(([grant, name, nameIn2]) => {
    const flow = flows ? child(flows, name) : text(node, 'flow') === nameIn2 ? node : undefined
    const tokenUrl = flow && text(flow, 'tokenUrl')
    return tokenUrl === undefined ? [] : [{ grant, tokenUrl }]
  })
}

/**
 * Server URLs of OpenAPI 3, each variable at its default: of the document, a path or an operation. A relative one
 * resolves against the URL that the document was fetched from (3.1, 4.8.5). If it was not fetched, it stays relative.
 */
export const readServers = (level: DocumentNode, documentUrl: string): string[] =>
  items(level, 'servers').flatMap((server) => {
    const url = text(server, 'url')
    const variables = child(server, 'variables')
    if (url === undefined) return []
    const filled = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = variables && child(variables, name)
      const value = variable && child(variable, 'default')?.value
      return value === undefined || value === null || isArray(value) || isObject(value) ? whole : String(value)
    })
    if (!isRemote(documentUrl) || URL.canParse(filled) || !URL.canParse(filled, documentUrl)) return filled
    const resolved = new URL(filled, documentUrl)
    // The credentials that the document was fetched with are not those of a deployment.
    resolved.username = ''
    resolved.password = ''
    return resolved.href.replace(/\/$/, '')
  })
