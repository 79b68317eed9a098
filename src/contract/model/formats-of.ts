import { isObject } from '../../json/index.ts'
import { addressOf } from './address.ts'
import type { Contract, MediaType, Operation, ResponseHeader, SchemaNode } from './contract.ts'
import { subschemas } from './subschemas.ts'

/** The names that stand at `format` in the schemas of what a contract's operations take and give, in branches too. */
export function formatsOf(contract: Contract): ReadonlySet<string> {
  const formats = new Set<string>()
  const referred = new Set<string>()
  const nodes = contract.operations.flatMap(rootSchemas)
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const { schema, source } = node
    if (!isObject(schema)) continue
    if (typeof schema.format === 'string') formats.add(schema.format)
    for (const child of subschemas(node)) nodes.push(child.node)
    if (typeof schema.$ref !== 'string') continue
    const target = contract.resolve(schema.$ref, source)
    const address = addressOf(target.source)
    if (!referred.has(address)) nodes.push(target)
    referred.add(address)
  }
  return formats
}

const rootSchemas = ({ parameters, requestBody, responses }: Operation): SchemaNode[] => [
  ...parameters.map(({ schema }) => schema),
  ...(requestBody?.content ?? []).flatMap(schemasOfMedia),
  ...responses.flatMap(({ content, headers, advisories }) => [
    ...content.flatMap(schemasOfMedia),
    ...schemasOfHeaders(headers),
    ...advisories.flatMap((advisory) => (advisory.kind === 'schema' ? [advisory.schema] : [])),
  ]),
]

const schemasOfMedia = ({ schema, encoding }: MediaType): SchemaNode[] => [
  ...(schema ? [schema] : []),
  ...[...(encoding?.values() ?? [])].flatMap(({ headers }) => schemasOfHeaders(headers)),
]

const schemasOfHeaders = (headers: readonly ResponseHeader[]): SchemaNode[] => headers.map(({ schema }) => schema)
