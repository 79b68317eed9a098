import type { Arbitrary } from 'fast-check'
import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import type { HttpRequest } from '../../http/index.ts'
import { equal, hasExact, type Json } from '../../json/index.ts'
import { isConforming, type OperationJudge } from '../../judging/messages/index.ts'
import { baseOf } from './base.ts'
import { baseDraft } from './base-draft.ts'
import { applyFeatures, type Draft } from './draft.ts'
import { positivePacks } from './positive-packs.ts'
import { RandomDrafts } from './random-drafts.ts'
import { writeRequest } from './write-request.ts'

/** What an operation is asked for: values in their places, before anybody writes them. */
export interface LegalInput {
  /** `request.path.workflow_id: slash`. */
  readonly name: string
  /** By `in.name`. */
  readonly parameters: ReadonlyMap<string, Json>
  readonly body: Json | undefined
}

export interface LegalInputs {
  /** What the document gives as examples, as far as it does. */
  readonly plain: LegalInput
  /** The plain one with one place at an edge, or awkward: each conforms however it is written rightly. */
  readonly edges: readonly LegalInput[]
  /** Places that are never random although they should be, and why. */
  readonly refusals: readonly string[]
  /** Random ones; some do not conform, which `conforms` tells. */
  arbitrary(): Arbitrary<LegalInput>
  /** Whether a request that says it conforms, and says it all. */
  conforms(input: LegalInput): boolean
  /** A request that says it. */
  write(input: LegalInput): HttpRequest
}

/** What urls and headers are cut, joined and encoded by, and programs stumble over, each alone. */
const AWKWARD: readonly (readonly [name: string, text: string])[] = [
  ['capital letters', 'aBC'],
  ['percent sign', 'a%b'],
  ['percent escape', 'a%41b'],
  ['slash', 'a/b'],
  ['backslash', 'a\\b'],
  ['question mark', 'a?b'],
  ['number sign', 'a#b'],
  ['plus sign', 'a+b'],
  ['ampersand', 'a&b=c'],
  ['semicolon', 'a;b=c'],
  ['comma', 'a,b'],
  ['colon', 'a:b'],
  ['space', 'a b'],
  ['quotes', 'a"b\'c'],
  ['braces', 'a{b}c'],
  ['line break', 'a\nb'],
  ['text outside ASCII', 'aéb'],
  ['text outside Latin-1', 'a漢b'],
  ['text outside the BMP', 'a😀b'],
]

const UNNAMED = 'a property that the document does not name'

/** Undefined if none can be made; `reason` says why. */
export function legalInputs(judge: OperationJudge, seed: number): LegalInputs | { readonly reason: string } {
  const base = baseOf(judge, { parameters: new Map(), bodies: [] }, 'allowed')
  if ('reason' in base) return base
  const draft = baseDraft(base)
  const plain: LegalInput = { name: 'plain', parameters: draft.parameters, body: draft.body }
  if (isPastNumbers(plain)) return { reason: 'it takes integers alone that JavaScript numbers do not hold' }
  const write = ({ parameters, body }: LegalInput): HttpRequest =>
    writeRequest(judge, {
      ...draft,
      parameters,
      body,
      contentType: body === undefined ? undefined : draft.contentType,
    })
  const conforms = (input: LegalInput): boolean => {
    const judged = judge.request(write(input))
    const { parameters, body } = judged
    return (
      isConforming(judged) &&
      parameters.size === input.parameters.size &&
      [...input.parameters].every(([key, value]) => equal(parameters.get(key) ?? null, value)) &&
      (input.body === undefined || body === undefined || equal(body, input.body))
    )
  }
  const packed = positivePacks(base).flatMap(({ draft: start, features }) =>
    features
      .filter(({ changes }) => changes.length > 0 && changes.every(isOfValues))
      .filter(({ name }) => !name.endsWith(UNNAMED))
      .map((feature) => inputOf(feature.name, applyFeatures(start, [feature]))),
  )
  const awkward = judge.operation.parameters.flatMap((parameter) =>
    awkwardTexts(parameter).map(([name, text]): LegalInput => {
      const key = parameterKey(parameter)
      return { ...plain, name: `request.${key}: ${name}`, parameters: new Map([...plain.parameters, [key, text]]) }
    }),
  )
  const drafts = new RandomDrafts(base, seed)
  return {
    plain,
    edges: [...awkward, ...packed].filter((input) => !isPastNumbers(input) && conforms(input)),
    refusals: drafts.refusals,
    arbitrary: () => drafts.arbitrary().map((draft) => inputOf('random arguments', draft)),
    conforms,
    write,
  }
}

/** JavaScript's numbers cannot hand it over, so that no client can be blamed for it. */
const isPastNumbers = ({ parameters, body = null }: LegalInput): boolean => hasExact([...parameters.values(), body])

const isOfValues = ({ in: place }: { readonly in: string }): boolean => place === 'parameter' || place === 'body'

const inputOf = (name: string, { parameters, body }: Draft): LegalInput => ({ name, parameters, body })

/** No header carries what is not visible ASCII alike everywhere (RFC 9110, 5.5). */
const awkwardTexts = ({ in: place }: Parameter): typeof AWKWARD =>
  place === 'header' ? AWKWARD.filter(([, text]) => /^[\x20-\x7e]+$/.test(text)) : AWKWARD
