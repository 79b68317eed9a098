import type { Contract, Operation, Parameter } from '../../src/contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../src/json/index.ts'
import { type OperationJudge, pathTemplate } from '../../src/judging/messages/index.ts'
import { type Case, type Feature, type Plan, takeApart } from '../../src/planning/cases/index.ts'

/** What users gave by name, as text. */
type Given = Readonly<Record<string, readonly string[]>>

const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/** What says of itself that it names nothing. */
const NO_SUCH = /no.?(?:such|match)|not-of-this-format|dead:?beef|^250\.251\.252\.253/i

/** Any day is there, and so is all before or after it. */
const TIME = /^\d{4}-\d\d-\d\d(?:[Tt ][\d:.,Zz+-]*)?$/

/** All values that are anywhere in some JSON, as text. */
const textsIn = (value: Json | undefined): string[] =>
  value === undefined
    ? []
    : isArray(value)
      ? value.flatMap(textsIn)
      : isObject(value)
        ? Object.values(value).flatMap(textsIn)
        : [String(value)]

/** The texts that a document lists for a parameter, and those that it only shows; what a `$ref` leads to among them. */
function documented(
  { resolve }: Contract,
  { schema, examples }: Parameter,
): { listed: string[]; shown: string[]; isText: boolean } {
  const listed: string[] = []
  const shown = examples.flatMap(({ value }) => textsIn(value))
  const visit = (node: Parameter['schema'], depth: number): void => {
    if (depth > 6 || !isObject(node.schema)) return
    const {
      enum: members,
      const: constant,
      $ref,
      type,
      example,
      default: usual,
      allOf,
      anyOf,
      oneOf,
      items,
    } = node.schema
    listed.push(...textsIn(members), ...textsIn(constant))
    if (textsIn(type).includes('boolean')) listed.push('true', 'false')
    shown.push(...textsIn(example), ...textsIn(usual), ...textsIn(node.schema.examples))
    if (typeof $ref === 'string') visit(resolve($ref, node.source), depth + 1)
    for (const parts of [allOf ?? null, anyOf ?? null, oneOf ?? null, items ?? null])
      for (const part of isArray(parts) ? parts : [parts])
        if (isObject(part)) visit({ ...node, schema: part }, depth + 1)
  }
  visit(schema, 0)
  return { listed, shown, isText: isObject(schema.schema) && schema.schema.type === 'string' }
}

type Naming = 'given' | 'listed' | 'nothing' | 'anything'

const isNothing = (text: string): boolean =>
  NO_SUCH.test(text) || (/^-?\d{10,21}(?:\.\d+)?(?:%..|\ufffd)?$/.test(text) && Math.abs(Number.parseFloat(text)) > 1e9)

/** Names of ids, apart from how the program knows them. */
const isId = (name: string): boolean => /(?:^|[-_])(?:id|uuid|guid)s?$|[a-z](?:I[dD]|Uuid|Guid)s?$/.test(name)

/**
 * What a request without path parameters may name: by ids in its query or, if the operation knows none there, by an id
 * of the thing in its body, or of each thing in a list.
 */
function namingsBeside({ parameters }: Operation, { request: { target, body } }: Case, given: Given): Naming[] {
  const namingOf = (name: string, text: string): Naming =>
    (given[name] ?? []).includes(text) ? 'given' : isNothing(text) || [...text].length >= 32 ? 'nothing' : 'anything'
  const [, query = ''] = target.split('?')
  const ids = parameters.filter((parameter) => parameter.in === 'query' && isId(parameter.name))
  if (ids.length > 0) {
    const sent = new URLSearchParams(query)
    return ids.map(({ name }) => namingOf(name, sent.get(name) ?? ''))
  }
  const text = Buffer.from(body ?? [])
    .toString('latin1')
    .replaceAll('\0', '')
  const things = thingsIn(text)
  if (things)
    return things.map((thing): Naming => {
      const ids = Object.entries(thing).filter(([name]) => /^_?id$|^[a-z]+Id$/i.test(name))
      const namings = ids.map(([name, id]) => namingOf(`body.${name}`, textsIn(id).join()))
      return namings.find((naming) => naming === 'anything') ?? namings[0] ?? 'anything'
    })
  // Of what is no JSON, what a lenient parser may take for the first id.
  const [, name = '', quoted, plain = ''] = /["'](_?id|[a-z]+Id)["']\s*:\s*(?:"([^"]*)"|([^,}\]/]*))/i.exec(text) ?? []
  return [namingOf(`body.${name}`, quoted ?? plain.trim())]
}

/** The objects that a JSON text holds, itself or as items; undefined if it is no JSON. */
function thingsIn(text: string): JsonObject[] | undefined {
  try {
    const value: Json = JSON.parse(text)
    return (isArray(value) ? value : [value]).map((item) => (isObject(item) ? item : {}))
  } catch {
    return undefined
  }
}

/**
 * The cases that may change what was there before a run, as they are and as they are taken apart: requests whose method
 * is not safe, of which a path value may name something that is neither given nor listed by the document, or, but for
 * POST, of which none is given, and of which no path value names nothing. If the path has no parameter, the same holds
 * of ids elsewhere, and if it holds things, what is given is not those. `allowed` are the ids of operations that may change anything.
 */
export function harmful(contract: Contract, plan: Plan, given: Given = {}, allowed: readonly string[] = []): string[] {
  const texts = new Map<Operation, Map<string, ReturnType<typeof documented>>>()
  for (const operation of contract.operations) {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    texts.set(operation, new Map(inPath.map((parameter) => [parameter.name, documented(contract, parameter)])))
  }
  const isHarmful = (operation: Operation, planCase: Case): boolean => {
    const { method, target } = planCase.request
    if (SAFE.includes(method)) return false
    const names = texts.get(operation) ?? new Map<string, ReturnType<typeof documented>>()
    const [path = ''] = target.split('?')
    const values = pathTemplate(operation.path).match(path) ?? emptied(operation.path, path)
    const isOfAll = method !== 'POST' && holdsThings(contract, operation.path)
    const namings = [...names].map(([name, { listed, shown, isText }]) => {
      const raw = values.get(name) ?? ''
      const text = decoded(raw)
      const parts = text.split(',')
      if ((given[name] ?? []).includes(text)) return isOfAll ? 'anything' : 'given'
      if (parts.every((part) => listed.includes(part))) return 'listed'
      // A text of digits may be the number of a phone.
      if (TIME.test(text)) return 'anything'
      if (isText && /^\d+$/.test(text)) return text.length < 20 ? 'anything' : 'nothing'
      return parts.every(isNothing) || ([...text].length >= 32 && !shown.includes(text)) ? 'nothing' : 'anything'
    })
    if (namings.includes('nothing')) return false
    if (method !== operation.method) return true
    if (allowed.includes(operation.id)) return false
    if (namings.includes('anything')) return true
    if (method === 'POST') return false
    if (namings.length > 0) return !namings.includes('given')
    const beside = namingsBeside(operation, planCase, given)
    if (beside.includes('nothing') && operation.parameters.some((parameter) => isId(parameter.name))) return false
    return beside.length === 0 || beside.includes('anything')
  }
  return [...plan.cases, ...[...plan.starts.values()].flat()].flatMap((planCase) => {
    const judge = plan.judges.get(planCase.operation)
    if (!judge) throw new Error(planCase.operation)
    return [planCase, ...partsOf(judge, planCase)]
      .filter((request) => isHarmful(judge.operation, request))
      .map(({ name, request }) => `${name}: ${request.method} ${request.target.slice(0, 200)}`)
  })
}

/** Whether a path ends in a name below which things have ids, or at which they are made. */
const holdsThings = ({ operations }: Contract, path: string): boolean =>
  /[^}/]$/.test(path) &&
  operations.some(
    (other) => (other.method === 'POST' && other.path === path) || /^\/\{[^/]*$/.test(other.path.replace(path, '')),
  )

/** What a packed case is taken apart to: without a feature, with each alone, and with what is like one. */
function partsOf(judge: OperationJudge, { packed }: Case): Case[] {
  if (!packed) return []
  const alike = packed.features.flatMap(({ name, like = [] }) =>
    like.map((change): Feature => ({ name: `like ${name}`, changes: [change] })),
  )
  const parts = [[], ...[...packed.features, ...alike].map((feature) => [feature])]
  return parts.map((features) => takeApart(judge, packed, features))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The values of a path of which one segment is empty. */
function emptied(template: string, path: string): ReadonlyMap<string, string> {
  const segments = path.split('/')
  return new Map(
    template.split('/').flatMap((segment, index) => {
      const [, name] = /^\{([^{}]+)\}$/.exec(segment) ?? []
      return name === undefined ? [] : [[name, segments[index] ?? ''] as const]
    }),
  )
}
