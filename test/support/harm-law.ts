import type { Contract, Operation, Parameter } from '../../src/contract/model/index.ts'
import { isArray, isObject, type Json } from '../../src/json/index.ts'
import { type OperationJudge, pathTemplate } from '../../src/judging/messages/index.ts'
import { type Case, type Feature, type Plan, takeApart } from '../../src/planning/cases/index.ts'

/** What users gave by name, as text. */
type Given = Readonly<Record<string, readonly string[]>>

const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/** What says of itself that it names nothing. */
const NO_SUCH = /no.?(?:such|match)|not-of-this-format|dead:?beef|^9999-12-31|^255\.255/i

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
function documented({ resolve }: Contract, { schema, examples }: Parameter): { listed: string[]; shown: string[] } {
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
  return { listed, shown }
}

/**
 * The cases that may change what was there before a run, as they are and as they are taken apart: requests whose method
 * is not safe, of which a path value may name something that is neither given nor listed by the document, or, but for
 * POST, of which none is given, and of which no path value names nothing.
 */
export function harmful(contract: Contract, plan: Plan, given: Given = {}): string[] {
  const texts = new Map<Operation, Map<string, ReturnType<typeof documented>>>()
  for (const operation of contract.operations) {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    texts.set(operation, new Map(inPath.map((parameter) => [parameter.name, documented(contract, parameter)])))
  }
  const isHarmful = (operation: Operation, { request: { method, target } }: Case): boolean => {
    if (SAFE.includes(method)) return false
    const names = texts.get(operation) ?? new Map<string, ReturnType<typeof documented>>()
    const [path = ''] = target.split('?')
    const values = pathTemplate(operation.path).match(path) ?? emptied(operation.path, path)
    const namings = [...names].map(([name, { listed, shown }]) => {
      const raw = values.get(name) ?? ''
      const text = decoded(raw)
      const parts = text.split(',')
      if ((given[name] ?? []).includes(text)) return 'given'
      if (parts.every((part) => listed.includes(part))) return 'listed'
      const isNothing = (part: string): boolean =>
        NO_SUCH.test(part) || (/^-?\d{10,21}(?:\.\d+)?(?:%..)?$/.test(part) && Math.abs(Number.parseFloat(part)) > 1e9)
      return parts.every(isNothing) || ([...text].length >= 32 && !shown.includes(text)) ? 'nothing' : 'anything'
    })
    if (namings.includes('nothing')) return false
    if (method !== operation.method || namings.includes('anything')) return true
    return method !== 'POST' && namings.length > 0 && !namings.includes('given')
  }
  return [...plan.cases, ...[...plan.starts.values()].flat()].flatMap((planCase) => {
    const judge = plan.judges.get(planCase.operation)
    if (!judge) throw new Error(planCase.operation)
    return [planCase, ...partsOf(judge, planCase)]
      .filter((request) => isHarmful(judge.operation, request))
      .map(({ name, request }) => `${name}: ${request.method} ${request.target.slice(0, 200)}`)
  })
}

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
