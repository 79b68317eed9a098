import { aspects } from './aspects.ts'
import type { Contract, Parameter } from './contract.ts'
import { subschemas } from './subschemas.ts'

type RequestPlace = 'query' | 'header' | 'cookie'
/** Where a message has a field. */
export type FieldPlace = RequestPlace | 'response header'

/** What a contract says about the fields of its messages, by which it is known which of them are secret. */
export interface ContractFields {
  /** Where keys of the API are sent, by the security schemes of operations; the values are empty. */
  readonly claimed: readonly (readonly [name: string, value: '', place: RequestPlace])[]
  /** Whether a parameter of a request or a header of a response is described as such. */
  isDeclared(name: string, place: FieldPlace): boolean
}

export function contractFields(contract: Contract): ContractFields {
  const { operations } = contract
  const schemes = operations.flatMap(({ security }) => security.flat())
  const parameters = operations.flatMap((operation) => operation.parameters)
  const headers = operations.flatMap(({ responses }) => responses.flatMap((response) => response.headers))
  const declared = new Set([
    ...parameters.flatMap((parameter) =>
      sentNames(contract, parameter).map((name) =>
        keyOf(name, parameter.in === 'querystring' ? 'query' : parameter.in),
      ),
    ),
    ...headers.map(({ name }) => keyOf(name, 'response header')),
  ])
  const deepObjects = parameters.filter(({ style }) => style === 'deepObject').map(({ name }) => `${name}[`)
  return {
    claimed: schemes.flatMap((scheme) =>
      scheme.type === 'apiKey' ? [[scheme.parameter, '', scheme.in] as const] : [],
    ),
    isDeclared: (name, place) =>
      declared.has(keyOf(name, place)) ||
      (place === 'query' && deepObjects.some((beginning) => name.startsWith(beginning))),
  }
}

/** The names under which a parameter is sent: an exploded object has those of its properties (3.1, 4.8.12.4). */
export function sentNames(
  contract: Contract,
  { name, in: place, style, explode, contentType, schema }: Parameter,
): string[] {
  const isSpread = contentType === undefined && explode && (style === 'form' || style === 'cookie')
  if (!isSpread && place !== 'querystring') return [name]
  const properties = aspects(contract, schema).flatMap((node) => subschemas(node, 'properties'))
  return [name, ...properties.map(({ token }) => String(token))]
}

/** A declared name is no secret in other letters either: a plan sends it so. */
const keyOf = (name: string, place: FieldPlace | 'path'): string => `${place} ${name.toLowerCase()}`
