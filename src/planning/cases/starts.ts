import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { isArray, isObject, type Json, property } from '../../json/index.ts'
import type { Base } from './base.ts'
import { baseDraft } from './base-draft.ts'
import type { Case } from './case.ts'
import type { Draft, NamedDraft } from './draft.ts'
import { harmless } from './harmless.ts'
import { inOrderOfNames } from './in-order-of-names.ts'
import { type Leaf, withLeaves } from './leaves.ts'
import { isAsMeant, makeCase } from './make-case.ts'
import { isSendable } from './parameter-wire.ts'
import { RandomDrafts } from './random-drafts.ts'
import { usualValues } from './usual-values.ts'

/** Starting points of an operation besides its first request. */
const MOST_STARTS = 8
/** Of one kind, so that each kind has its turn. */
const MOST_OF_A_KIND = 2

/**
 * What an operation is asked if its first request is refused, in this order: further values that the user gave,
 * documented examples, defaults and members of enums, what is usual for a format or a name, the plainest, random ones.
 */
export function startCases(base: Base, drafts: readonly NamedDraft[]): readonly Case[] {
  const { judge } = base
  const sent = new Set([makeCase(judge, '', baseDraft(base)).digest])
  const starts: Case[] = []
  for (const { name, draft } of drafts) {
    const start = makeCase(judge, name, draft, { role: 'start' })
    if (sent.has(start.digest) || !isAsMeant(start) || starts.length >= MOST_STARTS) continue
    sent.add(start.digest)
    starts.push(start)
  }
  return starts
}

/** The drafts of starting points, in order. Some are alike, and some may not conform. */
export const startDrafts = (base: Base, seed: number): NamedDraft[] =>
  [given, examples, documentedValues, usual, plainest, random].flatMap((kind) =>
    kind(base, seed)
      .slice(0, MOST_OF_A_KIND)
      .flatMap(({ name, draft }) => {
        const { body } = draft
        const start = { ...draft, body: body === undefined ? undefined : base.guard.startBody(body) }
        const kept = harmless(base, start)
        return kept ? [{ name, draft: kind === given || kind === examples ? kept : inOrder(base, kept) }] : []
      }),
  )

/** The draft with what the document did not say in the order that its names ask for, if the schema allows that. */
function inOrder(base: Base, draft: Draft): Draft {
  const named = base.judge.operation.parameters.flatMap((parameter) => {
    const key = parameterKey(parameter)
    const value = base.given.has(key) ? undefined : draft.parameters.get(key)
    return value === undefined ? [] : [{ name: parameter.name, key, value }]
  })
  const ordered = inOrderOfNames(Object.fromEntries(named.map(({ name, value }) => [name, value])))
  const parameters = new Map(draft.parameters)
  for (const { name, key, value } of named)
    parameters.set(key, (isObject(ordered) ? property(ordered, name) : undefined) ?? value)
  const body = draft.body === undefined ? undefined : inOrderOfNames(draft.body)
  const moved = { ...draft, parameters, body }
  return isAsMeant(makeCase(base.judge, '', moved)) ? moved : draft
}

/** What the user gave besides the first of each. */
function given(base: Base): NamedDraft[] {
  const bodies = base.body?.bodies.filter((body) => body.given) ?? []
  const sets = Math.max(base.parameterSets.length, bodies.length)
  return Array.from({ length: sets }, (_, index): NamedDraft => {
    const draft = baseDraft(base, index)
    return {
      name: `given values ${index + 1}`,
      draft: { ...draft, body: bodies.length > 0 ? bodies[index % bodies.length]?.value : draft.body },
    }
  }).slice(1)
}

/** Examples of one name belong together: of parameters, of the body, and ids that the answer of that name shows. */
function examples(base: Base): NamedDraft[] {
  const { operation } = base.judge
  const draft = baseDraft(base)
  const bodies = base.body?.bodies.filter((body) => !body.given) ?? []
  const lists = [
    ...(base.body?.media.examples ?? []),
    ...operation.parameters.flatMap((parameter) => parameter.examples),
    ...responsesOf(base),
  ]
  return [...new Set(lists.map(({ name }) => name))].map((name): NamedDraft => {
    const parameters = new Map(draft.parameters)
    for (const parameter of operation.parameters) {
      const key = parameterKey(parameter)
      if (base.given.has(key)) continue
      // What the document names may exist: a request that may change it is sent elsewhere.
      if (base.guard.guards(key)) continue
      const example = parameter.examples.find((candidate) => candidate.name === name)?.value
      const value = example ?? (parameter.in === 'path' ? idIn(base, parameter, name) : undefined)
      const place = { side: 'request', in: parameter.in, name: parameter.name } as const
      if (value === undefined || !isSendable(parameter, base.judge.writeParameter(parameter, value))) continue
      if (base.judge.issues(place, parameter.schema, value).length === 0) parameters.set(key, value)
    }
    const body = bodies.find((candidate) => candidate.name === `example ${name}`)?.value ?? draft.body
    return { name: `example ${name}`, draft: { ...draft, parameters, body } }
  })
}

const responsesOf = ({ judge }: Base) =>
  judge.operation.responses
    .filter(({ status }) => /^2/.test(status))
    .flatMap(({ content }) => content.flatMap((media) => media.examples))

/** The id that an answer's example shows: under the name of the parameter, or as the `id` of the thing. */
function idIn(base: Base, { name }: Parameter, example: string): Json | undefined {
  const value = responsesOf(base).find((candidate) => candidate.name === example)?.value
  if (!isObject(value ?? null) || value === undefined || !isObject(value)) return undefined
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
  const alike = Object.keys(value).find((member) => plain(member) === plain(name))
  return property(value, alike ?? (/id$/i.test(name) ? 'id' : name))
}

/** What the document gives for a leaf. */
const defaultsOf = ({ constraints }: Leaf): Json[] =>
  constraints.flatMap(({ node: { schema } }) => (isObject(schema) ? (property(schema, 'default') ?? []) : []))

/** Of a truth the other one: it is an enum of two. */
const otherMembers = ({ constraints, value }: Leaf): Json[] => {
  if (typeof value === 'boolean') return [!value]
  return constraints.flatMap((constraint) =>
    constraint.kind === 'enum' ? constraint.value.filter((member) => member !== value) : [],
  )
}

/** Defaults, and of each enum another member, if there is any. */
function documentedValues(base: Base): NamedDraft[] {
  const start = (name: string, choose: (leaf: Leaf) => Json[]): NamedDraft[] => {
    let isAny = false
    const draft = withLeaves(base, fullestDraft(base), (leaf) => {
      const values = choose(leaf)
      isAny ||= values.length > 0
      return values
    })
    return isAny ? [{ name, draft }] : []
  }
  return [...start('default values', defaultsOf), ...start('other members of enums', otherMembers)]
}

/** What the document gives by default is more than usual. */
const usualOf = (leaf: Leaf): readonly Json[] => {
  const { name, value, constraints } = leaf
  const format = constraints.find((constraint) => constraint.kind === 'format')?.value
  const usualHere = usualValues(name, format).filter((candidate) => typeof candidate === typeof value)
  return [...defaultsOf(leaf), ...usualHere]
}

function usual(base: Base): NamedDraft[] {
  return [
    { name: 'usual values', draft: withLeaves(base, fullestDraft(base), usualOf) },
    { name: 'usual values, required ones alone', draft: withLeaves(base, requiredDraft(base), usualOf) },
  ]
}

const plainest = (base: Base): NamedDraft[] => [{ name: 'plainest request', draft: plainestDraft(base) }]

function random(base: Base, seed: number): NamedDraft[] {
  const drafts = [...new RandomDrafts(base, seed).pairs(MOST_OF_A_KIND)].filter(({ constraint }) => !constraint)
  return drafts.map(({ draft }, index) => ({ name: `random values ${index + 1}`, draft }))
}

const fullestDraft = (base: Base): Draft => ({ ...baseDraft(base), body: base.body?.fullest ?? baseDraft(base).body })

/** What is required, and what the user gave. */
export function plainestDraft(base: Base): Draft {
  const { operation } = base.judge
  const draft = baseDraft(base)
  const required = new Set(operation.parameters.filter((parameter) => parameter.required).map(parameterKey))
  const parameters = new Map([...draft.parameters].filter(([key]) => required.has(key) || base.given.has(key)))
  const isBodyNeeded = operation.requestBody?.required === true
  return {
    ...draft,
    parameters,
    body: isBodyNeeded ? base.body?.barest : undefined,
    contentType: isBodyNeeded ? draft.contentType : undefined,
  }
}

/** What the plainest request has, with the values of the fullest one: an empty text is seldom taken. */
function requiredDraft(base: Base): Draft {
  const draft = plainestDraft(base)
  const { fullest } = base.body ?? {}
  if (draft.body === undefined || fullest === undefined) return draft
  const filled = { ...draft, body: restricted(fullest, draft.body) }
  return isAsMeant(makeCase(base.judge, '', filled)) ? filled : draft
}

/** The parts of `full` that `like` has. */
function restricted(full: Json, like: Json): Json {
  if (isArray(full) && isArray(like))
    return full.slice(0, like.length).map((item, index) => restricted(item, like[index] ?? null))
  if (!isObject(full) || !isObject(like)) return full
  const members = Object.entries(like).map(([name, value]): [string, Json] => {
    const whole = property(full, name)
    return [name, whole === undefined ? value : restricted(whole, value)]
  })
  return Object.fromEntries(members)
}
