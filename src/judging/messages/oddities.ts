import {
  aspects,
  type DocumentedResponse,
  type MediaType,
  type SubschemaKeyword,
  subschemas,
} from '../../contract/model/index.ts'
import { isObject, type Json } from '../../json/index.ts'
import { backwardTimes } from './backward-times.ts'
import type { Oddity } from './judgement.ts'
import type { OperationRules } from './operation-rules.ts'

/** Hazards that nobody should write, although a reader may take them: RFC 8259, 8.1 (the mark) and 4 (names). */
const ODD_TEXTS: readonly (readonly [hazard: string, oddity: Oddity])[] = [
  ['byte order mark', 'a byte order mark'],
  ['repeated name', 'a repeated name'],
]

/** What is odd about the body of an answer although no constraint is broken. `hazards` are those of its JSON text. */
export function odditiesOf(
  rules: OperationRules,
  documented: DocumentedResponse,
  media: MediaType,
  body: Json,
  hazards: readonly string[],
): Oddity[] {
  const odd = ODD_TEXTS.flatMap(([hazard, oddity]) => (hazards.includes(hazard) ? [oddity] : []))
  if (hasNoneOf(namesOf(rules, media), body)) odd.push('none of the documented members')
  if (backwardTimes(rules, documented, media, body)) odd.push('times that run backwards')
  return odd
}

/** An empty object says that it has nothing to say. */
function hasNoneOf(names: ReadonlySet<string>, body: Json): boolean {
  if (names.size === 0 || !isObject(body)) return false
  const given = Object.keys(body)
  return given.length > 0 && !given.some((name) => names.has(name))
}

const CHOICES: readonly SubschemaKeyword[] = ['anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']

const namesByMedia = new WeakMap<MediaType, ReadonlySet<string>>()

/** The names that a body's schema has properties for, in any branch; none if it describes members of other names too. */
function namesOf({ contract }: OperationRules, media: MediaType): ReadonlySet<string> {
  const before = namesByMedia.get(media)
  if (before) return before
  const all = media.schema ? aspects(contract, media.schema, CHOICES) : []
  const describes = (keyword: SubschemaKeyword): boolean =>
    all.some((part) => subschemas(part, keyword).some(({ node: { schema } }) => isObject(schema)))
  const isMap =
    describes('additionalProperties') || describes('patternProperties') || describes('unevaluatedProperties')
  const names = isMap ? [] : all.flatMap((part) => subschemas(part, 'properties').map(({ token }) => String(token)))
  const set = new Set(names)
  namesByMedia.set(media, set)
  return set
}
